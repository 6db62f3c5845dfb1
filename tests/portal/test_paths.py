"""Paths that no database can look up."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    [
        "/%00/",
        "/stories/%00",
        "/tags/%00/",
        "/tags/%00/atom.xml",
        "/feedback/receipt/%00/",
        "/s/%00/",
        "/admin/%00/",
        "/media/images/a%00.jpg",
    ],
)
def test_a_nul_is_a_bad_request(client, site_home, path):
    answer = client.get(path)
    assert answer.status_code == 400
    assert "请求" in answer.content.decode()

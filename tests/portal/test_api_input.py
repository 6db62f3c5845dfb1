"""The API answers bad parameters with 400, never with an error of its own."""

import pytest
from wagtail import VERSION as WAGTAIL_VERSION

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("endpoint", ["pages", "images", "documents"])
@pytest.mark.parametrize(
    "query",
    ["?offset=99999999999999999999999", "?search=a&search_operator=x", "find/?id=x"],
)
def test_every_endpoint_refuses(client, site_home, endpoint, query):
    assert client.get(f"/api/v2/{endpoint}/{query}").status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "first_published_at=x",
        "type=reading.ReadingLogPage&finished_on=2025-13-01",
        "type=forums.ForumEventPage&starts_at=x",
    ],
)
def test_pages_refuse(client, site_home, query):
    assert client.get(f"/api/v2/pages/?{query}").status_code == 400


@pytest.mark.parametrize("site", ["%00", "elsewhere"])
def test_there_are_no_pages_of_unknown_sites(client, site_home, site):
    # From Wagtail 8.0 on what is not there is a 404.
    expected = 400 if WAGTAIL_VERSION < (8, 0) else 404
    assert client.get(f"/api/v2/pages/?site={site}").status_code == expected

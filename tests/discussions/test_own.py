"""Everything that is kept of a person can be seen and taken out by that person."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from discussions import actions
from tests.discussions.factories import book, make_crowd, shown_reply, shown_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(site_home):
    return make_crowd()


def test_the_export_holds_all_versions_and_nothing_of_others(client, crowd):
    topic = shown_topic(crowd["author"], crowd["editor"])
    post = shown_reply(crowd["colleague"], topic, crowd["editor"], "=1+1 不是公式")
    actions.edit(author=crowd["colleague"], contribution_id=post.pk, base_number=1, text="第二版。")
    actions.mute_topic(user=crowd["colleague"], topic_id=topic.pk, is_muted=True)
    opening = topic.contributions.get(is_opening=True)
    actions.report(contribution_id=opening.pk, by=crowd["colleague"], reason="tone", note="说明")
    client.force_login(crowd["colleague"])
    answer = client.get("/discussions/mine/export.xlsx")
    book_ = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    rows = [[cell.value for cell in row] for row in book_["我的发言"].iter_rows(min_row=2)]
    assert [row[3] for row in rows] == ["'=1+1 不是公式", "第二版。"]
    assert [row[7] for row in rows] == ["是", "否"]
    assert book_["免打扰"]["A2"].value == topic.title
    assert book_["我的举报"]["C2"].value == "说明"


def test_visitors_have_nothing(client, crowd):
    for address in ("/discussions/mine/", "/discussions/mine/export.xlsx"):
        assert "/login/" in client.get(address).url


def test_constant_queries(client, crowd):
    client.force_login(crowd["author"])
    counts = []
    for more in (1, 5, 14):
        for n in range(more):
            shown_topic(crowd["author"], crowd["editor"], book(f"虚构的书{more}-{n}"))
        client.get("/discussions/mine/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/discussions/mine/").status_code == 200
        counts.append(len(captured))
    assert max(counts) == min(counts)

"""The one queue: what waits in discussions stands beside the pieces and is decided there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from discussions import actions, queries
from discussions.enums import State
from discussions.models import DiscussionSettings
from editorial.desk.menu import desk_menu
from editorial.models import Notification
from editorial.notices.digest import write_digests
from tests.discussions.factories import (
    again,
    book,
    make_crowd,
    make_event,
    passed,
    say,
    shown_reply,
    shown_topic,
    start,
    waiting_version,
)

pytestmark = pytest.mark.django_db
QUEUE = "/my/reviews/"
ALL = "/my/reviews/discussions/"


@pytest.fixture
def crowd(site_home):
    return make_crowd()


@pytest.fixture
def topic(crowd):
    return shown_topic(crowd["author"], crowd["chief"])


def decide(version):
    return reverse("discussions_waiting:decide", args=[version.pk])


def test_it_stands_in_the_queue_of_editors(client, crowd, topic):
    post = say(crowd["colleague"], topic, "等编辑看的一条。")
    for who, sees in [("editor", True), ("chief", True), ("school admin", False)]:
        client.force_login(crowd[who])
        text = client.get(QUEUE).content.decode()
        assert ("等编辑看的一条。" in text) is sees
        assert ("1 条发言等您看" in text) is sees
    client.force_login(crowd["editor"])
    answer = client.post(decide(waiting_version(post)), {"decision": "approve", "from": "reviews"})
    assert answer.url == QUEUE
    assert again(post).is_visible
    assert "等编辑看的一条。" not in client.get(QUEUE).content.decode()


def test_refusing_in_place(client, crowd, topic):
    post = say(crowd["colleague"], topic, "等编辑看的一条。")
    version = waiting_version(post)
    client.force_login(crowd["editor"])
    answer = client.post(decide(version), {"decision": "refuse", "comment": "请改一改"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "请至少选一条理由" in text
    assert "请改一改" in text
    client.post(decide(version), {"decision": "refuse", "comment": "请改一改", "reasons": ["tone"]})
    assert again(version).state == State.REFUSED
    late = client.post(decide(version), {"decision": "approve"})
    assert late.status_code == 409
    assert "已经处理了这条发言" in late.content.decode()


@pytest.mark.parametrize("who", ["author", "school admin", "host", "site admin", "superuser"])
def test_nobody_else_decides(client, crowd, topic, who):
    post = say(crowd["colleague"], topic)
    client.force_login(crowd[who])
    assert client.get(ALL).status_code == 403
    answer = client.post(decide(waiting_version(post)), {"decision": "approve"})
    assert answer.status_code == 403
    assert waiting_version(post)


def test_bad_numbers(client, crowd):
    client.force_login(crowd["editor"])
    assert client.post("/my/reviews/discussions/999/decide/", {}).status_code == 404
    answer = client.post("/my/reviews/discussions/999/decide/", {"decision": "approve"})
    assert answer.status_code == 409
    assert client.post("/my/reviews/discussions/posts/999/keep/").status_code == 409


def test_own_words_and_closed_places_are_left_out(crowd, topic):
    own = say(crowd["editor"], topic)
    event = make_event(crowd["author"], audience="school")
    inside = start(crowd["colleague"], ("event", event.pk))
    open_ = say(crowd["colleague"], topic)

    def waits_for(who):
        return {each.contribution_id for each in queries.waiting_versions(crowd[who])}

    assert waits_for("editor") == {open_.pk}
    assert waits_for("chief") == {own.pk, inside.pk, open_.pk}
    assert queries.waiting_count(crowd["editor"]) == 1


def test_reports_stand_above(client, crowd, topic):
    post = shown_reply(crowd["colleague"], topic, crowd["chief"], "被举报的一条。")
    actions.report(contribution_id=post.pk, by=crowd["author"], reason="tone", note="看看这条")
    client.force_login(crowd["editor"])
    text = client.get(ALL).content.decode()
    assert "被举报的一条。" in text
    assert "看看这条" in text
    assert "虚构甲" not in text.split("看看这条")[1].split("</ul>")[0]
    client.post(reverse("discussions_waiting:keep", args=[post.pk]))
    assert "被举报的一条。" not in client.get(ALL).content.decode()
    assert again(post).is_visible


def test_the_menu_counts_it(rf, crowd, topic):
    say(crowd["colleague"], topic)
    request = rf.get("/my/")
    request.user = crowd["editor"]
    assert desk_menu(request)[0]["count"] == 1


def test_the_daily_mail_names_it(crowd, topic, monkeypatch):
    say(crowd["colleague"], topic)
    editor = crowd["editor"]
    editor.email = "editor@example.invalid"
    editor.save()
    monkeypatch.setattr("editorial.notices.digest.workday_lookup", lambda *days: lambda day: True)
    noon = timezone.localtime().replace(hour=12)
    write_digests(noon)
    text = Notification.objects.get(recipient=editor, kind="digest").text
    assert text == "讨论：1 条发言等您看。"


@pytest.mark.parametrize("address", [QUEUE, ALL])
def test_constant_queries(client, crowd, address):
    DiscussionSettings.objects.update_or_create(pk=1, defaults={"most_an_hour": 1000})
    client.force_login(crowd["editor"])
    counts, topics = [], []
    for more in (1, 4, 25):
        for n in range(more):
            work = book(f"虚构的书{len(topics)}-{n}")
            topics.append(shown_topic(crowd["author"], crowd["chief"], work))
            say(crowd["colleague"], topics[-1])
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert max(counts) == min(counts)


def test_the_findings_of_the_checks_stand_with_it(client, crowd, topic):
    post = say(crowd["colleague"], topic, "我的车豫U12345停在门口。")
    assert waiting_version(post).findings
    client.force_login(crowd["editor"])
    assert "车牌号" in client.get(ALL).content.decode()


def test_what_is_shown_first_is_marked(client, crowd, topic):
    passed(say(crowd["colleague"], topic), crowd["chief"])
    actions.edit(
        author=crowd["author"],
        contribution_id=topic.contributions.get(is_opening=True).pk,
        base_number=1,
        title="新题目",
        text="新的一版。",
    )
    client.force_login(crowd["editor"])
    text = client.get(ALL).content.decode()
    assert "现在显示的一版" in text
    assert "第 2 版" in text

"""今天等您处理: what it lists, for whom, in which order, with how many queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from editorial import actions
from editorial.enums import Audience, Step, Verdict
from editorial.models import Decision, EditorialSettings, QueueEntry
from people.roles import Role
from tests.editorial.factories import decide_at, log_draft, waiting_state
from tests.editorial.offices import Office, make_office
from tests.editorial.queues import lengthen
from tests.people.factories import TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db
QUEUE = "/my/reviews/"


@pytest.fixture
def office(site_home) -> Office:
    return make_office()


def handed_in(office, title, author="author", **fields):
    page = log_draft(office[author], title=title, **fields)
    actions.submit(page_id=page.pk, author=page.owner)
    return page


def due(page, **ago):
    """Let a piece be due this long ago."""
    QueueEntry.objects.filter(page=page).update(due_at=timezone.now() - timedelta(**ago))


def asked(user, **filters):
    """Return the answer to somebody who opens the queue."""
    client = Client()
    client.force_login(user)
    answer = client.get(QUEUE, filters)
    assert answer.status_code == 200
    return answer


def listed(user, **filters):
    """Return the titles in the queue, in their order, as the page shows them."""
    answer = asked(user, **filters)
    titles = [line.entry.title for line in answer.context["lines"]]
    assert all(title in answer.content.decode() for title in titles)
    return titles


@pytest.mark.parametrize("name", ["editor", "chief", "school admin"])
def test_as_many_queries_for_a_hundred_pieces_as_for_ten(office, name):
    step = {"editor": Step.FIRST, "chief": Step.FINAL, "school admin": Step.SCHOOL}[name]
    audience = Audience.SCHOOL if step == Step.SCHOOL else Audience.PUBLIC
    page = handed_in(office, "一篇", audience=audience)
    if step == Step.FINAL:
        actions.approve(**decide_at(page, office["editor"]))
        actions.approve(**decide_at(page, office["second editor"]))
    client = Client()
    client.force_login(office[name])
    client.get(QUEUE)
    entry = QueueEntry.objects.get(page=page)
    queries = {}
    for amount in (1, 10, 100):
        lengthen(entry, amount)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(QUEUE)
        assert answer.context["summary"]["waiting"] == amount
        queries[amount] = len(captured)
    assert queries[10] == queries[100]
    assert max(queries.values()) <= 16, queries


def test_what_is_due_first_stands_first(office):
    pages = [handed_in(office, title) for title in ("后天到期", "已经过期", "明天到期")]
    for page, days in zip(pages, (-2, 3, -1), strict=True):
        due(page, days=days)
    assert listed(office["editor"]) == ["已经过期", "明天到期", "后天到期"]
    lines = asked(office["editor"]).context["lines"]
    assert [line.is_overdue for line in lines] == [True, False, False]


def test_filters_narrow_and_nonsense_does_not(office):
    page = handed_in(office, "公开的一篇")
    other = handed_in(office, "全区的一篇", author="teacher elsewhere", audience=Audience.DISTRICT)
    editor, second = office["editor"], office["second editor"]
    actions.claim(task_state_id=waiting_state(page).pk, reviewer=editor)
    due(other, days=1)
    QueueEntry.objects.filter(page=other).update(warnings=2)
    everything = {page.title, other.title}
    for filters, titles in (
        ({"kind": "reading-log"}, everything),
        ({"kind": "story"}, set()),
        ({"step": "first"}, everything),
        ({"step": "final"}, set()),
        ({"audience": "public"}, {page.title}),
        ({"audience": "district"}, {other.title}),
        ({"claim": "mine"}, {page.title}),
        ({"claim": "free"}, {other.title}),
        ({"claim": "others"}, set()),
        ({"state": "overdue"}, {other.title}),
        ({"state": "flagged"}, {other.title}),
        ({"state": "held"}, set()),
        ({"text": "全区"}, {other.title}),
        ({"text": office["author"].name}, {page.title}),
        ({"text": "公开", "claim": "mine"}, {page.title}),
        ({"kind": "nonsense", "step": "'", "audience": "\x00", "state": "late"}, everything),
        ({"page": "9999"}, everything),
    ):
        assert set(listed(editor, **filters)) == titles, filters
    assert set(listed(second, claim="others")) == {page.title}


def test_held_pieces_leave_the_day_and_are_never_late(office):
    page = handed_in(office, "等教师节")
    actions.hold(**decide_at(page, office["editor"]))
    due(page, days=3)
    assert listed(office["editor"]) == []
    assert listed(office["editor"], state="held") == ["等教师节"]
    summary = asked(office["editor"]).context["summary"]
    assert summary == {"waiting": 0, "overdue": 0, "mine": 0, "held": 1}
    assert listed(office["chief"], state="late") == []


def test_what_is_late_reaches_the_chief_and_neither_the_author_nor_other_editors(office):
    page = handed_in(office, "没人看的稿件")
    handed_in(office, "刚到的稿件")
    due(page, days=2)
    assert listed(office["chief"]) == [], "neither waits for the final review"
    assert asked(office["chief"]).context["late"] == 1
    assert listed(office["chief"], state="late") == ["没人看的稿件"]
    answer = asked(office["chief"], state="late").content.decode()
    assert "已过期 2 天" in answer
    # The chief reads and hands over, and does not decide about somebody else's step.
    assert reverse("reviews:claim", args=[waiting_state(page).pk]) not in answer
    assert set(listed(office["editor"], state="late")) == {"没人看的稿件", "刚到的稿件"}
    author = Client()
    author.force_login(office["author"])
    assert "过期" not in author.get("/my/").content.decode()
    assert "过期" not in author.get(f"/my/submissions/{page.pk}/").content.decode()


def test_a_school_administrator_sees_the_own_school_and_below(office):
    below = TeacherFactory(unit=office.below)
    office.people["teacher below"] = below
    for title, author in (
        ("本校的", "author"),
        ("附小的", "teacher below"),
        ("邻校的", "teacher elsewhere"),
    ):
        handed_in(office, title, author=author, audience=Audience.SCHOOL)
    handed_in(office, "公开的")
    assert listed(office["school admin"]) == ["本校的", "附小的"]
    assert listed(office["admin elsewhere"]) == ["邻校的"]
    assert listed(office["admin above"]) == ["本校的", "附小的", "邻校的"]
    assert listed(office["editor"]) == ["公开的"]
    assert listed(office["chief"]) == []


def test_what_one_is_barred_from_is_not_listed(office):
    own = office["editor"]
    office.people["editing author"] = own
    handed_in(office, "编辑自己写的", author="editing author")
    reviewed = handed_in(office, "做过初审的")
    touched = log_draft(office["author"], title="替作者改过的")
    draft = touched.get_latest_revision_as_object()
    draft.save_revision(user=own, clean=False)
    actions.submit(page_id=touched.pk, author=office["author"])
    assert listed(own) == ["做过初审的"]
    actions.approve(**decide_at(reviewed, own), comment="同意。")
    assert listed(own) == []
    assert set(listed(office["second editor"])) == {"编辑自己写的", "做过初审的", "替作者改过的"}


def test_a_stand_in_finds_the_piece(office):
    page = handed_in(office, "请人代审", audience=Audience.SCHOOL)
    assert listed(office.helper) == []
    actions.name_stand_in(
        task_state_id=waiting_state(page).pk,
        by=office["school admin"],
        person=office.helper,
        reason="出差",
    )
    assert listed(office.helper) == ["请人代审"]


def test_ticked_pieces_are_approved_and_public_ones_told_why_not(office):
    pages = [
        handed_in(office, "全区一", audience=Audience.DISTRICT),
        handed_in(office, "全区二", audience=Audience.DISTRICT),
        handed_in(office, "公开的"),
    ]
    states = [waiting_state(page) for page in pages]
    shown = asked(office["editor"]).content.decode()
    ticks = [f"{state.pk}-{state.revision_id}" for state in states]
    assert [f'value="{tick}"' in shown for tick in ticks] == [True, True, False]
    client = Client()
    client.force_login(office["editor"])
    answer = client.post(
        reverse("reviews:together"),
        {"chosen": [*ticks, "999-1", "nonsense", "1-" * 40]},
        follow=True,
    )
    told = [str(message) for message in answer.context["messages"]]
    assert told == [
        "通过了 2 篇。",
        "《公开的》没有通过：公开发布的稿件要逐篇审。",
        "《》没有通过：找不到这篇稿件，它可能已经被删除。",
    ]
    assert [type(page).objects.get(pk=page.pk).live for page in pages] == [True, True, False]
    answer = client.post(reverse("reviews:together"), follow=True)
    assert [str(m) for m in answer.context["messages"]] == ["请先勾选要通过的稿件。"]


def test_the_last_decision_can_be_taken_back_from_the_queue_for_a_while(office):
    page = handed_in(office, "点错了")
    decision = actions.approve(**decide_at(page, office["editor"]))
    button = reverse("reviews:undo", args=[decision.pk])
    assert button in asked(office["editor"]).content.decode()
    assert button not in asked(office["second editor"]).content.decode()
    settings = EditorialSettings.load()
    settings.undo_seconds = 0
    settings.save()
    assert button not in asked(office["editor"]).content.decode()
    settings.undo_seconds = 300
    settings.save()
    client = Client()
    client.force_login(office["editor"])
    answer = client.post(button, follow=True)
    assert [str(m) for m in answer.context["messages"]] == ["已撤销，《点错了》回到初审。"]
    assert button not in answer.content.decode()
    assert Decision.objects.last().verdict == Verdict.UNDO
    assert listed(office["editor"]) == ["点错了"]


def test_people_without_a_reviewing_role_have_no_queue(office):
    handed_in(office, "一篇")
    for name in ("author", "host", "site admin", "superuser"):
        client = Client()
        client.force_login(office[name])
        assert client.get(QUEUE).status_code == 403
    both = UserFactory(role=Role.SITE_ADMIN)
    both.groups.add(*office["editor"].groups.all())
    assert listed(both) == ["一篇"], "a role is a role, whatever else one is"
    assert Client().get(QUEUE).url.startswith("/accounts/login/")

"""Returning with reasons and marks, holding, declining, several at once, publishing later."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Comment

from editorial import actions
from editorial.enums import Audience, State, Step, Verdict
from editorial.errors import NotPossible, ReviewRefused
from editorial.models import Decision, QueueEntry, Release, ReviewDepth
from editorial.queries import queue_for, standing_of
from people.roles import Role
from tests.editorial.factories import approve_all, decide_at, log_draft, make_staff, waiting_state
from tests.people.factories import TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(site_home):
    return make_staff()


@pytest.fixture
def piece(site_home):
    page = log_draft(UserFactory(role=Role.TEACHER))
    actions.submit(page_id=page.pk, author=page.owner)
    return page


def test_a_return_keeps_reasons_places_and_what_to_do(piece, staff):
    place = {
        "place": f"body.{piece.body[0].id}",
        "label": "正文第 1 段",
        "quote": "站上讲台",
        "note": "写写那一天",
    }
    actions.return_to_author(
        **decide_at(piece, staff.first),
        comment="故事不够具体。",
        reasons=["length", "words"],
        places=[place],
        todo="补一个细节。",
    )
    decision = Decision.objects.get(verdict=Verdict.RETURN)
    assert decision.reasons == [
        {"code": "length", "label": "篇幅不合适"},
        {"code": "words", "label": "语句或错别字"},
    ]
    assert (decision.places, decision.todo) == ([place], "补一个细节。")
    comment = Comment.objects.get(page=piece)
    assert (comment.user, comment.contentpath) == (staff.first, place["place"])
    assert comment.text == "“站上讲台”：写写那一天"
    # Wagtail's inline comment is settled when the author hands the piece in again.
    actions.submit(page_id=piece.pk, author=piece.owner)
    comment.refresh_from_db()
    assert comment.resolved_by == piece.owner


def test_an_unknown_reason_is_refused(piece, staff):
    with pytest.raises(NotPossible, match="没有这条理由"):
        actions.return_to_author(
            **decide_at(piece, staff.first), comment="不行", reasons=["no-such"]
        )
    assert standing_of(piece).state == State.IN_REVIEW


def test_a_held_piece_leaves_the_day_and_comes_back(piece, staff):
    actions.hold(**decide_at(piece, staff.first), comment="等教师节")
    assert standing_of(piece).state == State.HELD
    assert queue_for(staff.second).filter(held_at=None).count() == 0
    with pytest.raises(NotPossible, match="已经在待用稿"):
        actions.hold(**decide_at(piece, staff.second))
    actions.resume(task_state_id=waiting_state(piece).pk, reviewer=staff.second)
    assert standing_of(piece).state == State.IN_REVIEW
    with pytest.raises(NotPossible, match="不在待用稿"):
        actions.resume(task_state_id=waiting_state(piece).pk, reviewer=staff.second)
    verdicts = Decision.objects.values_list("verdict", flat=True)
    assert list(verdicts) == [Verdict.SUBMIT, Verdict.HOLD, Verdict.RESUME]


def test_an_author_can_recall_a_held_piece(piece, staff):
    actions.hold(**decide_at(piece, staff.first))
    actions.recall(page_id=piece.pk, author=piece.owner)
    assert standing_of(piece).state == State.DRAFT
    assert QueueEntry.objects.count() == 0


def test_a_declined_piece_keeps_its_text_and_may_come_again(piece, staff):
    approve_all(piece, staff, ("first",))
    with pytest.raises(NotPossible, match="写明理由"):
        actions.decline(**decide_at(piece, staff.second), comment=" ")
    actions.decline(**decide_at(piece, staff.second), comment="不合栏目", reasons=["topic"])
    assert standing_of(piece).state == State.DECLINED
    assert QueueEntry.objects.count() == 0
    actions.submit(page_id=piece.pk, author=piece.owner)
    assert standing_of(piece).step == Step.FIRST


def test_pieces_for_some_readers_are_approved_together_public_ones_are_not(site_home, staff):
    teacher = TeacherFactory()
    pages = [
        log_draft(teacher, title="全区一", audience=Audience.DISTRICT),
        log_draft(teacher, title="全区二", audience=Audience.DISTRICT),
        log_draft(teacher, title="公开的"),
    ]
    for page in pages:
        actions.submit(page_id=page.pk, author=teacher)
    states = [waiting_state(page) for page in pages]
    outcomes = actions.approve_together(
        chosen=[(state.pk, state.revision_id) for state in states] + [(999_999, 1)],
        reviewer=staff.first,
    )
    assert [bool(outcome.decision) for outcome in outcomes] == [True, True, False, False]
    assert outcomes[2].refusal == "公开发布的稿件要逐篇审。"
    assert outcomes[3].refusal == "找不到这篇稿件，它可能已经被删除。"
    assert [type(page).objects.get(pk=page.pk).live for page in pages] == [True, True, False]


def test_the_last_reviewer_sets_the_time(piece, staff):
    later = timezone.now() + timedelta(days=1)
    with pytest.raises(NotPossible, match="最后一审"):
        actions.approve(**decide_at(piece, staff.first), go_live_at=later)
    approve_all(piece, staff, ("first", "second"))
    with pytest.raises(NotPossible, match="晚于现在"):
        actions.approve(
            **decide_at(piece, staff.chief), go_live_at=timezone.now() - timedelta(minutes=1)
        )
    actions.approve(**decide_at(piece, staff.chief), go_live_at=later)
    page = type(piece).objects.get(pk=piece.pk)
    assert page.live is False
    assert page.scheduled_for == later
    assert standing_of(page).state == State.SCHEDULED


def test_an_author_recalls_what_waits_for_its_time(piece, staff):
    approve_all(piece, staff, ("first", "second"))
    later = timezone.now() + timedelta(days=1)
    actions.approve(**decide_at(piece, staff.chief), go_live_at=later)
    with pytest.raises(NotPossible, match="等待发布"):
        actions.submit(page_id=piece.pk, author=piece.owner)
    actions.recall(page_id=piece.pk, author=piece.owner)
    page = type(piece).objects.get(pk=piece.pk)
    assert standing_of(page).state == State.DRAFT
    assert not Release.objects.in_force(piece.pk).exists()
    assert page.scheduled_for is None


def test_a_correction_is_a_line_of_the_record(piece, staff):
    with pytest.raises(NotPossible, match="没有发布"):
        actions.correct(page_id=piece.pk, chief=staff.chief, note="年份有误")
    approve_all(piece, staff)
    with pytest.raises(ReviewRefused, match="只有总编"):
        actions.correct(page_id=piece.pk, chief=staff.first, note="年份有误")
    with pytest.raises(NotPossible, match="更正的内容"):
        actions.correct(page_id=piece.pk, chief=staff.chief, note="  ")
    actions.correct(page_id=piece.pk, chief=staff.chief, note="“2013年”应为“2012年”。")
    page = type(piece).objects.get(pk=piece.pk)
    assert [note.comment for note in page.corrections] == ["“2013年”应为“2012年”。"]


def test_a_deeper_table_adds_the_school_before_the_editors(site_home, staff):
    ReviewDepth.objects.filter(kind="reading-log", audience=Audience.PUBLIC).update(school=True)
    teacher = TeacherFactory()
    admin = UserFactory(role=Role.SCHOOL_ADMIN, role__unit=teacher.unit)
    page = log_draft(teacher)
    actions.submit(page_id=page.pk, author=teacher)
    assert standing_of(page).step == Step.SCHOOL
    assert standing_of(page).road == (Step.SCHOOL, Step.FIRST, Step.SECOND, Step.FINAL)
    actions.approve(**decide_at(page, admin))
    approve_all(page, staff)
    published = type(page).objects.get(pk=page.pk)
    assert published.live is True
    assert published.editor_in_charge == staff.first


def test_another_audience_takes_its_own_road_from_the_start(site_home, staff):
    teacher = TeacherFactory()
    page = log_draft(teacher)
    actions.submit(page_id=page.pk, author=teacher)
    actions.return_to_author(**decide_at(page, staff.first), comment="先给本单位看看")
    actions.update_draft(
        author=teacher,
        page_id=page.pk,
        base_revision_id=page.latest_revision_id,
        write=lambda draft: setattr(draft, "audience", Audience.SCHOOL),
    )
    actions.submit(page_id=page.pk, author=teacher)
    assert standing_of(page).step == Step.SCHOOL


def test_a_private_piece_is_never_handed_in(site_home):
    page = log_draft(TeacherFactory(), audience=Audience.PRIVATE)
    assert standing_of(page).state == State.PRIVATE
    with pytest.raises(NotPossible, match="不用送审"):
        actions.submit(page_id=page.pk, author=page.owner)


def test_an_author_without_a_unit_has_no_school_to_write_for(site_home):
    page = log_draft(UserFactory(role=Role.TEACHER), audience=Audience.SCHOOL)
    with pytest.raises(NotPossible, match="还没有登记单位"):
        actions.submit(page_id=page.pk, author=page.owner)

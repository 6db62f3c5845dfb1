"""Who is told of what, when it really happens."""

import pytest
from django.urls import reverse
from django.utils import timezone

from editorial import actions
from editorial.models import Decision, Notification
from editorial.notices.kinds import NoticeKind
from editorial.notices.queries import told_about
from people.roles import Role
from tests.editorial.factories import approve_all, log_draft, waiting_state
from tests.editorial.notices.outbox import decide, let_time_pass, seen_by
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_an_author_follows_the_whole_road_in_the_site(piece, author, staff):
    approve_all(piece, staff)
    assert seen_by(author) == [], "what can be taken back is not told yet"
    let_time_pass()
    assert seen_by(author) == [NoticeKind.PASSED, NoticeKind.PASSED, NoticeKind.PUBLISHED]
    mailed = Notification.objects.exclude(mail_at=None)
    assert [row.kind for row in mailed] == [NoticeKind.PUBLISHED]


def test_each_answer_to_an_author_is_told_once(author, staff):
    def submitted(title):
        page = log_draft(author, title=title)
        actions.submit(page_id=page.pk, author=author)
        return page

    held = submitted("待用的")
    decide(actions.hold, held, staff.first)
    actions.resume(task_state_id=waiting_state(held).pk, reviewer=staff.first)
    decide(actions.decline, held, staff.first, comment="不合栏目")
    public = submitted("公开的")
    approve_all(public, staff)
    actions.correct(page_id=public.pk, chief=staff.chief, note="年份应为 1984。")
    actions.withdraw(page_id=public.pk, chief=staff.chief, comment="书名有误")
    let_time_pass()
    assert seen_by(author) == [
        "held",
        "resumed",
        "declined",
        "passed",
        "passed",
        "published",
        "corrected",
        "withdrawn",
    ]


def test_a_withdrawal_is_told_at_once(piece, author, staff):
    approve_all(piece, staff)
    actions.withdraw(page_id=piece.pk, chief=staff.chief, comment="书名有误")
    assert seen_by(author) == [NoticeKind.WITHDRAWN]


def test_whoever_returned_a_piece_hears_that_it_came_back(piece, author, staff):
    decide(actions.return_to_author, piece, staff.first, comment="改一改")
    actions.submit(page_id=piece.pk, author=author)
    assert seen_by(staff.first) == [NoticeKind.HANDED_IN]
    assert seen_by(staff.second) == seen_by(staff.chief) == []
    [row] = Notification.objects.filter(kind=NoticeKind.HANDED_IN)
    assert (row.awaits_digest, row.mail_at) == (True, None)


def test_a_first_submission_is_told_to_nobody(piece):
    assert Notification.objects.count() == 0


def test_after_a_recall_nobody_has_returned_the_piece(piece, author, staff):
    decide(actions.return_to_author, piece, staff.first, comment="改一改")
    actions.submit(page_id=piece.pk, author=author)
    actions.recall(page_id=piece.pk, author=author)
    Notification.objects.all().delete()
    actions.submit(page_id=piece.pk, author=author)
    assert Notification.objects.count() == 0


def test_a_colleague_and_a_stand_in_hear_at_once_and_where(piece, staff):
    state = waiting_state(piece)
    actions.assign(task_state_id=state.pk, by=staff.first, to=staff.second)
    actions.name_stand_in(
        task_state_id=state.pk, by=staff.chief, person=staff.chief, reason="人手不够"
    )
    other = UserFactory(role=Role.CHIEF_EDITOR)
    actions.name_stand_in(task_state_id=state.pk, by=staff.chief, person=other, reason="人手不够")
    assert seen_by(staff.second) == [NoticeKind.ASSIGNED]
    assert seen_by(other) == [NoticeKind.STAND_IN]
    assert seen_by(staff.chief) == [], "nobody is told of what they did themselves"
    place = reverse("reviews:review", args=[state.pk])
    assert set(Notification.objects.values_list("url", flat=True)) == {place}


def test_taking_a_piece_for_oneself_is_told_to_nobody(piece, staff):
    state = waiting_state(piece)
    actions.claim(task_state_id=state.pk, reviewer=staff.first)
    actions.assign(task_state_id=state.pk, by=staff.first, to=staff.first)
    assert Notification.objects.count() == 0


def test_a_decision_that_fails_tells_nobody(piece, staff, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the decision cannot be finished")

    monkeypatch.setattr("editorial.actions.reviewing.leave_queue", fail)
    with pytest.raises(RuntimeError):
        decide(actions.return_to_author, piece, staff.first, comment="改一改")
    assert Notification.objects.count() == 0
    assert Decision.objects.filter(verdict="return").count() == 0


def test_the_record_of_who_was_told(piece, author, staff, django_assert_num_queries):
    decide(actions.return_to_author, piece, staff.first, comment="改一改")
    actions.submit(page_id=piece.pk, author=author)
    with django_assert_num_queries(1):
        rows = [(row.recipient.name, row.kind) for row in told_about(piece.pk)]
    assert rows == [(author.name, "returned"), (staff.first.name, "handed_in")]


def test_rows_outlive_the_piece(author, staff):
    page = log_draft(author, title="要删的")
    Notification.objects.create(
        recipient=author,
        kind=NoticeKind.RETURNED,
        text="《要删的》在初审时退回修改。",
        page_id=page.pk,
        page_title=page.title,
        url="/my/",
        due_at=timezone.now(),
    )
    actions.delete_draft(author=author, page_id=page.pk)
    assert [row.page_title for row in told_about(page.pk)] == ["要删的"]

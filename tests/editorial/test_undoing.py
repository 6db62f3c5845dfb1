"""A wrong click can be taken back for a short while."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import WorkflowState

from editorial import actions
from editorial.enums import State, Step, Verdict
from editorial.errors import Conflict, NotPossible, ReviewRefused
from editorial.models import Decision, EditorialSettings, QueueEntry, Release
from editorial.queries import approvals_of, standing_of
from people.roles import Role
from tests.editorial.factories import approve_all, decide_at, log_draft, make_staff, waiting_state
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(site_home):
    return make_staff()


@pytest.fixture
def piece(site_home):
    page = log_draft(UserFactory(role=Role.TEACHER))
    actions.submit(page_id=page.pk, author=page.owner)
    return page


def undo(decision, reviewer):
    return actions.undo(decision_id=decision.pk, reviewer=reviewer)


def fresh(piece):
    return type(piece).objects.get(pk=piece.pk)


def test_an_approval_that_was_taken_back_counts_for_nothing(piece, staff):
    decision = actions.approve(**decide_at(piece, staff.first))
    assert standing_of(piece).step == Step.SECOND
    undo(decision, staff.first)
    assert standing_of(piece).step == Step.FIRST
    round_ = WorkflowState.objects.get()
    assert approvals_of(round_) == []
    entry = QueueEntry.objects.get()
    assert (entry.step, staff.first in entry.barred.all()) == (Step.FIRST, False)
    # And the road goes on from there as if nothing had been.
    approve_all(piece, staff)
    assert fresh(piece).live is True
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED


@pytest.mark.parametrize("verb", ["return", "decline", "hold"])
def test_other_decisions_are_taken_back_to_the_same_step(piece, staff, verb):
    act = {
        "return": actions.return_to_author,
        "decline": actions.decline,
        "hold": actions.hold,
    }[verb]
    decision = act(**decide_at(piece, staff.first), comment="意见")
    undo(decision, staff.first)
    standing = standing_of(piece)
    assert (standing.state, standing.step) == (State.IN_REVIEW, Step.FIRST)
    assert QueueEntry.objects.get().held_at is None
    approve_all(piece, staff)
    assert fresh(piece).live is True


def test_a_publication_is_taken_back(piece, staff):
    approve_all(piece, staff, ("first", "second"))
    decision = actions.approve(**decide_at(piece, staff.chief))
    assert fresh(piece).live is True
    undo(decision, staff.chief)
    assert fresh(piece).live is False
    assert not Release.objects.in_force(piece.pk).exists()
    assert standing_of(fresh(piece)).step == Step.FINAL
    actions.approve(**decide_at(piece, staff.chief))
    assert fresh(piece).live is True


def test_readers_get_the_earlier_version_back(piece, staff):
    approve_all(piece, staff)
    first_version = fresh(piece).live_revision_id
    actions.update_draft(
        author=piece.owner,
        page_id=piece.pk,
        base_revision_id=fresh(piece).latest_revision_id,
        write=lambda draft: setattr(draft, "summary", "改过的摘要"),
    )
    actions.submit(page_id=piece.pk, author=piece.owner)
    approve_all(piece, staff, ("first", "second"))
    decision = actions.approve(**decide_at(piece, staff.chief))
    assert fresh(piece).summary == "改过的摘要"
    undo(decision, staff.chief)
    page = fresh(piece)
    assert (page.live, page.live_revision_id) == (True, first_version)
    assert page.summary != "改过的摘要"
    assert standing_of(page).step == Step.FINAL


def test_a_time_of_publication_is_taken_back(piece, staff):
    approve_all(piece, staff, ("first", "second"))
    later = timezone.now() + timedelta(days=1)
    decision = actions.approve(**decide_at(piece, staff.chief), go_live_at=later)
    undo(decision, staff.chief)
    assert fresh(piece).scheduled_for is None
    actions.approve(**decide_at(piece, staff.chief))
    assert fresh(piece).live is True, "the time went with the decision"


def test_only_one_s_own_only_once_only_for_a_while(piece, staff):
    decision = actions.approve(**decide_at(piece, staff.first))
    with pytest.raises(ReviewRefused, match="只能撤销自己的"):
        undo(decision, staff.second)
    undo(decision, staff.first)
    with pytest.raises(NotPossible, match="已经撤销过"):
        undo(decision, staff.first)
    with pytest.raises(NotPossible, match="找不到"):
        actions.undo(decision_id=999_999, reviewer=staff.first)
    settings = EditorialSettings.load()
    settings.undo_seconds = 0
    settings.save()
    decision = actions.approve(**decide_at(piece, staff.first))
    with pytest.raises(NotPossible, match="已经过了 0 秒"):
        undo(decision, staff.first)


def test_not_after_a_colleague_has_gone_on(piece, staff):
    decision = actions.approve(**decide_at(piece, staff.first))
    actions.claim(task_state_id=waiting_state(piece).pk, reviewer=staff.second)
    with pytest.raises(Conflict, match=f"{staff.second.name}已认领下一步"):
        undo(decision, staff.first)
    actions.approve(**decide_at(piece, staff.second))
    with pytest.raises(Conflict, match=f"{staff.second.name}之后已经通过"):
        undo(decision, staff.first)


def test_not_after_the_author_has_gone_on(piece, staff):
    decision = actions.return_to_author(**decide_at(piece, staff.first), comment="请补充")
    actions.update_draft(
        author=piece.owner,
        page_id=piece.pk,
        base_revision_id=fresh(piece).latest_revision_id,
        write=lambda draft: setattr(draft, "summary", "改"),
    )
    with pytest.raises(Conflict, match="作者已经改了"):
        undo(decision, staff.first)
    actions.submit(page_id=piece.pk, author=piece.owner)
    with pytest.raises(Conflict):
        undo(decision, staff.first)


def test_a_withdrawal_stands(piece, staff):
    approve_all(piece, staff)
    actions.withdraw(page_id=piece.pk, chief=staff.chief, comment="有误")
    withdrawal = Decision.objects.get(verdict=Verdict.WITHDRAW)
    with pytest.raises(NotPossible, match="不能撤销"):
        undo(withdrawal, staff.chief)
    assert fresh(piece).live is False

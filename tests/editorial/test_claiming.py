"""Who takes a piece: claims, colleagues, stand-ins."""

from datetime import timedelta

import pytest
from django.utils import timezone

from editorial import actions
from editorial.enums import Verdict
from editorial.errors import Conflict, NotPossible, ReviewRefused
from editorial.models import Decision, EditorialSettings, QueueEntry
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


def claim(piece, reviewer):
    return actions.claim(task_state_id=waiting_state(piece).pk, reviewer=reviewer)


def entry_of(piece):
    return QueueEntry.objects.get(page=piece)


def test_a_claim_keeps_colleagues_from_deciding(piece, staff):
    claim(piece, staff.first)
    with pytest.raises(Conflict, match=f"{staff.first.name}已认领"):
        actions.approve(**decide_at(piece, staff.second))
    with pytest.raises(Conflict, match="已认领"):
        claim(piece, staff.second)
    actions.approve(**decide_at(piece, staff.first))
    assert Decision.objects.get(verdict=Verdict.APPROVE).decided_by == staff.first


def test_a_claim_lapses_after_the_hours_of_the_settings(piece, staff):
    hours = EditorialSettings.load().claim_hours
    before = timezone.now()
    entry = claim(piece, staff.first)
    assert before + timedelta(hours=hours) <= entry.claimed_until
    entry_of(piece)
    QueueEntry.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    claim(piece, staff.second)
    assert entry_of(piece).claimed_by == staff.second


def test_only_the_holder_and_the_chief_give_a_claim_back(piece, staff):
    claim(piece, staff.first)
    state = waiting_state(piece)
    with pytest.raises(ReviewRefused, match="不是您认领的"):
        actions.release_claim(task_state_id=state.pk, reviewer=staff.second)
    actions.release_claim(task_state_id=state.pk, reviewer=staff.chief)
    assert entry_of(piece).claimed_by is None


def test_nobody_claims_what_they_may_not_decide(piece, staff):
    for outsider in (staff.chief, piece.owner, UserFactory(role=Role.SCHOOL_ADMIN)):
        with pytest.raises(ReviewRefused):
            claim(piece, outsider)
    assert entry_of(piece).claimed_by is None


def test_a_piece_is_given_to_a_colleague_who_may_decide(piece, staff):
    state = waiting_state(piece)
    actions.assign(task_state_id=state.pk, by=staff.chief, to=staff.second)
    entry = entry_of(piece)
    assert (entry.claimed_by, entry.assigned_by) == (staff.second, staff.chief)
    with pytest.raises(ReviewRefused, match="不能交给"):
        actions.assign(task_state_id=state.pk, by=staff.chief, to=piece.owner)
    with pytest.raises(Conflict, match="已认领"):
        actions.assign(task_state_id=state.pk, by=staff.first, to=staff.first)
    with pytest.raises(ReviewRefused):
        actions.assign(task_state_id=state.pk, by=piece.owner, to=staff.first)


def test_a_stand_in_decides_and_the_record_says_so(piece, staff):
    approve_all(piece, staff, ("first", "second"))
    helper = UserFactory(role=Role.EDITOR, name="虚构代审")
    state = waiting_state(piece)
    with pytest.raises(ReviewRefused):
        actions.approve(**decide_at(piece, helper))
    actions.name_stand_in(task_state_id=state.pk, by=staff.chief, person=helper, reason="总编出差")
    actions.approve(**decide_at(piece, helper))
    named = Decision.objects.get(verdict=Verdict.STAND_IN)
    assert (named.decided_by, named.person, named.comment) == (staff.chief, helper, "总编出差")
    final = Decision.objects.get(verdict=Verdict.APPROVE, step="final")
    assert (final.decided_by, final.as_stand_in) == (helper, True)
    assert type(piece).objects.get(pk=piece.pk).live is True


def test_different_people_holds_for_stand_ins_too(piece, staff):
    approve_all(piece, staff, ("first", "second"))
    state = waiting_state(piece)
    editor_who_wrote = piece.owner
    editor_who_wrote.groups.add(*staff.first.groups.all())
    for person, words in (
        (staff.first, "已经做过"),
        (editor_who_wrote, "自己写的"),
        (UserFactory(role=Role.TEACHER), "审稿的角色"),
    ):
        with pytest.raises(ReviewRefused, match=words):
            actions.name_stand_in(
                task_state_id=state.pk, by=staff.chief, person=person, reason="出差"
            )
    with pytest.raises(NotPossible, match="原因"):
        actions.name_stand_in(
            task_state_id=state.pk, by=staff.chief, person=UserFactory(role=Role.EDITOR), reason=" "
        )
    with pytest.raises(ReviewRefused, match="只有总编"):
        actions.name_stand_in(
            task_state_id=state.pk,
            by=staff.first,
            person=UserFactory(role=Role.EDITOR),
            reason="出差",
        )

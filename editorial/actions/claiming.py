"""Who takes a piece: claiming, giving back, giving to a colleague, naming a stand-in."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import TaskState

from editorial import rules
from editorial.actions.locking import locked_task_state
from editorial.actions.recording import record
from editorial.actions.telling import tell_assigned
from editorial.enums import Step, Verdict
from editorial.errors import Conflict, NotPossible, ReviewRefused
from editorial.models import EditorialSettings, QueueEntry
from editorial.queries.reviewing import REVIEWING_ROLES, approvals_of, review_answer, writer_ids
from people.models import User
from people.roles import Role, has_role, in_scope


@transaction.atomic
def claim(*, task_state_id: int, reviewer: User) -> QueueEntry:
    """Take a piece for oneself; nobody else decides about it until the claim lapses.

    Raises:
        ReviewRefused: this person may not decide here.
        Conflict: the step was decided, or a colleague has claimed it.
    """
    task_state, _ = locked_task_state(task_state_id)
    answer = review_answer(task_state, reviewer)
    if not answer:
        raise ReviewRefused(answer.reason)
    entry = entry_for(task_state, reviewer)
    return _give(entry, reviewer, assigned_by=None)


@transaction.atomic
def release_claim(*, task_state_id: int, reviewer: User) -> QueueEntry:
    """Give a claimed piece back to all; a chief editor may do so for anybody.

    Raises:
        ReviewRefused: it is somebody else's claim.
        Conflict: the step was decided meanwhile.
    """
    task_state, _ = locked_task_state(task_state_id)
    entry = QueueEntry.objects.get(pk=task_state.pk)
    if entry.claimed_by_id != reviewer.pk and not has_role(reviewer, Role.CHIEF_EDITOR):
        raise ReviewRefused("这篇稿件不是您认领的。")
    entry.claimed_by = entry.claimed_until = entry.assigned_by = None
    entry.save(update_fields=["claimed_by", "claimed_until", "assigned_by"])
    return entry


@transaction.atomic
def assign(*, task_state_id: int, by: User, to: User) -> QueueEntry:
    """Give a piece to a colleague, who hears of it.

    Args:
        by: somebody who could decide here, or a chief editor.
        to: somebody who may decide here.

    Raises:
        ReviewRefused: one of the two may not.
        Conflict: the step was decided, or a third person has claimed it.
    """
    task_state, page = locked_task_state(task_state_id)
    if not has_role(by, Role.CHIEF_EDITOR):
        answer = review_answer(task_state, by)
        if not answer:
            raise ReviewRefused(answer.reason)
    answer = review_answer(task_state, to)
    if not answer:
        raise ReviewRefused(f"不能交给{to.get_full_name()}：{answer.reason}")
    entry = entry_for(task_state, by, may_override=has_role(by, Role.CHIEF_EDITOR))
    entry = _give(entry, to, assigned_by=by)
    tell_assigned(entry=entry, page=page)
    return entry


@transaction.atomic
def name_stand_in(*, task_state_id: int, by: User, person: User, reason: str) -> QueueEntry:
    """Let somebody take this step of this piece although the step is not theirs.

    The rule of different people holds for a stand-in as for anybody.

    Args:
        by: a chief editor; for the school's check also an administrator of the school.
        person: who reviews elsewhere: an editor, a chief editor or a school administrator.
        reason: for the record; must not be empty.

    Raises:
        ReviewRefused: one of the two may not.
        NotPossible: no reason is given.
        Conflict: the step was decided meanwhile.
    """
    task_state, page = locked_task_state(task_state_id)
    step = Step(task_state.task.specific.step)
    is_own_school = step == Step.SCHOOL and in_scope(by, Role.SCHOOL_ADMIN, page.school)
    if not (has_role(by, Role.CHIEF_EDITOR) or is_own_school):
        raise ReviewRefused("只有总编可以指定代审。")
    if not reason.strip():
        raise NotPossible("指定代审要写明原因。")
    if not has_role(person, *REVIEWING_ROLES):
        raise ReviewRefused("代审人要有审稿的角色：编辑、总编或学校管理员。")
    answer = rules.may_review(
        rules.ReviewFacts(
            reviewer_id=person.pk,
            may_take_step=True,
            step=step,
            writer_ids=writer_ids(page),
            approvals=approvals_of(task_state.workflow_state),
        )
    )
    if not answer:
        raise ReviewRefused(f"不能由{person.get_full_name()}代审：{answer.reason}")
    record(
        page,
        verdict=Verdict.STAND_IN,
        decided_by=by,
        revision_id=task_state.revision_id,
        task_state=task_state,
        person=person,
        comment=reason.strip(),
    )
    entry = QueueEntry.objects.get(pk=task_state.pk)
    entry.stand_in = person
    entry.save(update_fields=["stand_in"])
    return _give(entry, person, assigned_by=by)


def entry_for(task_state: TaskState, reviewer: User, *, may_override: bool = False) -> QueueEntry:
    """Return the queue's row of a locked step, unless a colleague holds it.

    Raises:
        Conflict: a colleague has claimed it and the claim has not lapsed.
    """
    entry = QueueEntry.objects.select_related("claimed_by").get(pk=task_state.pk)
    holder = entry.claimant(timezone.now())
    if holder and holder.pk != reviewer.pk and not may_override:
        until = timezone.localtime(entry.claimed_until)
        raise Conflict(f"{holder.get_full_name()}已认领这篇稿件，保留到{until:%m月%d日 %H:%M}。")
    return entry


def _give(entry: QueueEntry, reviewer: User, *, assigned_by: User | None) -> QueueEntry:
    hours = EditorialSettings.load().claim_hours
    entry.claimed_by, entry.assigned_by = reviewer, assigned_by
    entry.claimed_until = timezone.now() + timedelta(hours=hours)
    entry.save(update_fields=["claimed_by", "claimed_until", "assigned_by"])
    return entry

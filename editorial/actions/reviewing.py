"""Deciding about a piece."""

from django.db import transaction
from wagtail.models import TaskState

from editorial import rules
from editorial.actions.locking import locked_submission, locked_task_state
from editorial.actions.taking_down import take_down
from editorial.enums import Step, Verdict
from editorial.errors import Conflict, NotPossible, ReviewRefused
from editorial.models import Decision, Release, Submission
from editorial.queries import approvals_of, review_verdict, writer_ids
from editorial.tasks import tell_author
from people.models import User
from people.roles import Role, has_role


@transaction.atomic
def approve(
    *, task_state_id: int, reviewer: User, revision_id: int, comment: str = ""
) -> TaskState:
    """Approve a piece at the step where it waits; the third approval publishes it.

    Args:
        task_state_id: the step.
        reviewer: who decides.
        revision_id: the version that the reviewer read.
        comment: an opinion for the record.

    Raises:
        ReviewRefused: this person may not decide here (``rules.may_review``).
        Conflict: the step was decided meanwhile, or another version waits there.
        NotReleased: three reviews are given, but not in the way the rules ask for.
    """
    task_state, page = _ready(task_state_id, reviewer, revision_id)
    decision = _record(task_state, page, reviewer, Verdict.APPROVE, comment)
    if decision.step == Step.FINAL:
        _release(task_state, page, reviewer)
        _tell(page, decision)
    task_state.approve(user=reviewer, comment=comment)
    return task_state


@transaction.atomic
def return_to_author(
    *, task_state_id: int, reviewer: User, revision_id: int, comment: str
) -> TaskState:
    """Return a piece to its author with a reason; it comes back to the same step.

    Args:
        task_state_id, reviewer, revision_id: as in ``approve``.
        comment: what the author should change, in plain words; must not be empty.

    Raises:
        ReviewRefused, Conflict: as in ``approve``.
        NotPossible: no reason is given.
    """
    if not comment.strip():
        raise NotPossible("退回稿件要写明理由，作者才知道怎么改。")
    task_state, page = _ready(task_state_id, reviewer, revision_id)
    _tell(page, _record(task_state, page, reviewer, Verdict.RETURN, comment))
    task_state.reject(user=reviewer, comment=comment)
    return task_state


@transaction.atomic
def withdraw(*, page_id: int, chief: User, comment: str) -> Submission:
    """Take a published piece down at once; its pictures become private with it.

    A piece that passed its reviews and waits for a set time is stopped in the same way.

    Args:
        page_id: the piece.
        chief: a chief editor; one person is enough, for this is for emergencies.
        comment: the reason, for the record and the author; must not be empty.

    Raises:
        ReviewRefused: the person is no chief editor.
        NotPossible: the piece is not public, or no reason is given.
    """
    if not has_role(chief, Role.CHIEF_EDITOR):
        raise ReviewRefused("只有总编可以撤稿。")
    if not comment.strip():
        raise NotPossible("撤稿要写明理由。")
    page = locked_submission(page_id)
    if not take_down(page, decided_by=chief, comment=comment):
        raise NotPossible("这篇稿件没有公开，不用撤稿。")
    return page


def _ready(task_state_id: int, reviewer: User, revision_id: int) -> tuple[TaskState, Submission]:
    """Return the locked step and piece if this person may decide about this version of it."""
    task_state, page = locked_task_state(task_state_id)
    verdict = review_verdict(task_state, reviewer)
    if not verdict:
        raise ReviewRefused(verdict.reason)
    if not task_state.revision_id == revision_id == page.latest_revision_id:
        raise Conflict("您看到的不是最新的版本，请重新打开这篇稿件。")
    return task_state, page


def _record(
    task_state: TaskState,
    page: Submission,
    reviewer: User,
    verdict: Verdict,
    comment: str,
) -> Decision:
    return Decision.objects.create(
        page_id=page.pk,
        page_title=page.draft_title,
        workflow_state=task_state.workflow_state,
        task_state=task_state,
        revision_id=task_state.revision_id,
        step=task_state.task.specific.step,
        verdict=verdict,
        comment=comment.strip(),
        decided_by=reviewer,
    )


def _tell(page: Submission, decision: Decision) -> None:
    """Queue the word to the author in the transaction of the decision: both happen, or neither."""
    if page.owner_id:
        tell_author.enqueue(decision.pk, page.owner_id)


def _release(task_state: TaskState, page: Submission, chief: User) -> None:
    approvals = approvals_of(task_state.workflow_state)
    verdict = rules.may_release(
        revision_id=task_state.revision_id, writer_ids=writer_ids(page), approvals=approvals
    )
    if not verdict:
        raise ReviewRefused(verdict.reason)
    Release.objects.create(page_id=page.pk, revision_id=task_state.revision_id, released_by=chief)
    # 责任编辑: the editor of the first review, who answers for the text towards readers.
    in_charge = next(a.reviewer_id for a in reversed(approvals) if a.step == Step.FIRST)
    type(page).objects.filter(pk=page.pk).update(editor_in_charge_id=in_charge)

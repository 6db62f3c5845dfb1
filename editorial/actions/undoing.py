"""Taking back a wrong click, for a short while."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import TaskState, WorkflowState

from editorial import rules
from editorial.actions.locking import locked_submission
from editorial.actions.publishing import set_go_live_at
from editorial.actions.queueing import leave_queue
from editorial.actions.recording import record
from editorial.actions.reviewing import unhold
from editorial.actions.telling import retract
from editorial.enums import Verdict
from editorial.errors import Conflict, NotPossible, ReviewRefused
from editorial.models import Decision, EditorialSettings, QueueEntry, Release, Submission
from people.models import User


@transaction.atomic
def undo(*, decision_id: int, reviewer: User) -> Decision:
    """Take a decision back: the piece waits again at the step where it was.

    What was published by it is public no longer, or shows its earlier version again. Word that
    has not gone out yet is not sent.

    Args:
        decision_id: an approval, a return, a refusal or a hold of one's own.
        reviewer: who decided.

    Raises:
        ReviewRefused: it is somebody else's, or of a kind that stands (``rules.may_undo``).
        NotPossible: it is too late.
        Conflict: something followed from it: a colleague has gone on, or the author has.
    """
    decision = Decision.objects.filter(pk=decision_id).first()
    if decision is None:
        raise NotPossible("找不到这个决定。")
    page = locked_submission(decision.page_id)
    answer = rules.may_undo(
        verdict=decision.verdict,
        is_own=decision.decided_by_id == reviewer.pk,
        is_undone=Decision.objects.filter(undoes=decision).exists(),
        age_seconds=(timezone.now() - decision.decided_at).total_seconds(),
        limit_seconds=EditorialSettings.load().undo_seconds,
    )
    if not answer:
        refusal = ReviewRefused if decision.decided_by_id != reviewer.pk else NotPossible
        raise refusal(answer.reason)
    round_ = WorkflowState.objects.select_for_update().get(pk=decision.workflow_state_id)
    task_state = TaskState.objects.select_for_update().get(pk=decision.task_state_id)
    task_state.workflow_state = round_
    _nothing_followed(decision, page, round_)
    undoing = record(
        page,
        verdict=Verdict.UNDO,
        decided_by=reviewer,
        revision_id=decision.revision_id,
        task_state=task_state,
        audience=decision.audience,
        undoes=decision,
    )
    retract(decision=decision)
    if decision.verdict == Verdict.HOLD:
        unhold(task_state)
    else:
        _wait_again(decision, page, round_, task_state, reviewer)
    return undoing


def _nothing_followed(decision: Decision, page: Submission, round_: WorkflowState) -> None:
    later = Decision.objects.filter(page_id=page.pk, pk__gt=decision.pk).select_related(
        "decided_by"
    )
    if follower := later.first():
        who = follower.decided_by.get_full_name()
        raise Conflict(f"{who}之后已经{follower.get_verdict_display()}，不能撤销了。")
    if page.latest_revision_id != decision.revision_id:
        raise Conflict("作者已经改了稿子，不能撤销了。")
    following = QueueEntry.objects.filter(page_id=page.pk).select_related("claimed_by").first()
    holder = following.claimant(timezone.now()) if following else None
    if holder and holder.pk != decision.decided_by_id:
        raise Conflict(f"{holder.get_full_name()}已认领下一步，不能撤销了。")


def _wait_again(
    decision: Decision,
    page: Submission,
    round_: WorkflowState,
    task_state: TaskState,
    reviewer: User,
) -> None:
    """Let the step that was decided begin anew, on the same version."""
    if decision.verdict == Verdict.APPROVE:
        following = round_.current_task_state
        if following and following.status == TaskState.STATUS_IN_PROGRESS:
            leave_queue(following)
            _cancel(following)
        # Approved steps are over for Wagtail; this one is not.
        _cancel(task_state)
        _take_back_publication(decision, page, reviewer)
    round_.status = WorkflowState.STATUS_IN_PROGRESS
    round_.current_task_state = None
    try:
        round_.save()
    except ValidationError:
        raise Conflict("作者已经重新送审，不能撤销了。") from None
    round_.update(user=reviewer, next_task=task_state.task)


def _cancel(task_state: TaskState) -> None:
    task_state.status = TaskState.STATUS_CANCELLED
    task_state.save(update_fields=["status"])


def _take_back_publication(decision: Decision, page: Submission, reviewer: User) -> None:
    if not Release.objects.filter(decision=decision).exists():
        return
    page.revisions.filter(pk=decision.revision_id).update(approved_go_live_at=None)
    set_go_live_at(page.revisions.get(pk=decision.revision_id), None)
    if page.live_revision_id != decision.revision_id:
        return
    earlier = Release.objects.in_force(page.pk).select_related("revision").first()
    if earlier:
        earlier.revision.publish(user=reviewer, skip_permission_checks=True)
    else:
        UnpublishPageAction(page, user=reviewer).execute(skip_permission_checks=True)

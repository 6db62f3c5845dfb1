"""Rows read again under a lock, before anything is decided about them."""

from django.core.exceptions import ObjectDoesNotExist
from wagtail.models import Page, TaskState, WorkflowState

from editorial.enums import SETTLING, Verdict
from editorial.errors import Conflict, NotPossible
from editorial.models import Decision, Submission


def locked_submission(page_id: int) -> Submission:
    """Return the piece, locked until the end of the transaction.

    Raises:
        NotPossible: there is no such piece.
    """
    try:
        page = Page.objects.select_for_update().get(pk=page_id).specific
    except ObjectDoesNotExist:
        raise NotPossible("找不到这篇稿件，它可能已经被删除。") from None
    if not isinstance(page, Submission):
        raise NotPossible("这个页面不是投稿。")
    return page


def locked_task_state(task_state_id: int) -> tuple[TaskState, Submission]:
    """Return a step that waits for a decision and its piece; they and the round are locked.

    Raises:
        NotPossible: there is no such step.
        Conflict: it has been decided, or taken back by its author.
    """
    try:
        known = TaskState.objects.select_related("workflow_state").get(pk=task_state_id)
        page = locked_submission(int(known.workflow_state.object_id))
        workflow_state = WorkflowState.objects.select_for_update().get(pk=known.workflow_state_id)
        task_state = TaskState.objects.select_for_update().get(pk=task_state_id)
    except ObjectDoesNotExist:
        raise NotPossible("找不到这篇稿件，它可能已经被删除。") from None
    if task_state.status != TaskState.STATUS_IN_PROGRESS:
        raise Conflict(_who_was_faster(task_state))
    task_state.workflow_state = workflow_state
    workflow_state.current_task_state = task_state
    return task_state, page


def _who_was_faster(task_state: TaskState) -> str:
    settled = Decision.objects.filter(task_state_id=task_state.pk, verdict__in=SETTLING)
    decision = settled.select_related("decided_by").first()
    if decision is None:
        recalls = Decision.objects.filter(task_state_id=task_state.pk, verdict=Verdict.RECALL)
        if recalls.exists():
            return "作者已经撤回这篇稿件。"
        return "前一步的决定刚刚撤销，请从列表里重新打开。"
    if Decision.objects.filter(undoes=decision).exists():
        return "这一步的决定刚刚撤销，请从列表里重新打开。"
    return (
        f"{decision.decided_by.get_full_name()}已经处理过这一步："
        f"{decision.get_step_display()}{decision.get_verdict_display()}。"
    )

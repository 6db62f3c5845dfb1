"""Writing the record: every verb ends in one row, and in word to whom it concerns."""

from typing import Any

from wagtail.models import TaskState

from editorial.actions.telling import tell
from editorial.enums import Verdict
from editorial.models import Decision, Submission
from people.models import User


def record(
    page: Submission,
    *,
    verdict: Verdict,
    decided_by: User,
    revision_id: int,
    task_state: TaskState | None = None,
    **facts: Any,
) -> Decision:
    """Write what happened and queue the word about it; both happen, or neither.

    Args:
        page: the piece, locked by the action.
        verdict, decided_by, revision_id: what was done, by whom, to which version.
        task_state: the step, where there is one; its round is noted with it.
        facts: further fields of ``Decision``.
    """
    if task_state is not None:
        facts = {
            "workflow_state": task_state.workflow_state,
            "task_state": task_state,
            "step": task_state.task.specific.step,
        } | facts
    decision = Decision.objects.create(
        page_id=page.pk,
        page_title=page.draft_title,
        revision_id=revision_id,
        verdict=verdict,
        decided_by=decided_by,
        **facts,
    )
    tell(decision=decision, page=page)
    return decision

"""The queue's rows: written when a step begins to wait, removed when it is decided."""

from django.utils import timezone
from wagtail.models import TaskState

from editorial.checks import Severity
from editorial.enums import Step, Verdict
from editorial.models import Decision, EditorialSettings, QueueEntry, ReviewTask, Submission
from editorial.queries.reviewing import approvals_of, writer_ids
from editorial.text import length_of
from editorial.workdays.queries import due_at


def enter_queue(task_state: TaskState, task: ReviewTask) -> QueueEntry:
    """Let a step wait: called by ``ReviewTask.start``, whoever started it."""
    page: Submission = task_state.workflow_state.content_object.specific
    draft: Submission = task_state.revision.as_object()
    now = timezone.now()
    findings = _findings_at_submission(page, task_state.revision_id)
    entry = QueueEntry.objects.create(
        task_state=task_state,
        page_id=page.pk,
        revision_id=task_state.revision_id,
        title=draft.title,
        kind=page.kind,
        audience=draft.audience,
        step=task.step,
        author_id=page.owner_id,
        unit=draft.school,
        length=length_of(draft),
        since=now,
        due_at=due_at(now, days_for(Step(task.step))),
        blocking=_count(findings, Severity.BLOCK),
        warnings=_count(findings, Severity.WARN),
    )
    barred = writer_ids(page)
    barred |= {
        approval.reviewer_id
        for approval in approvals_of(task_state.workflow_state)
        if approval.step != task.step
    }
    entry.barred.set(barred)
    return entry


def note_findings(revision_id: int, findings: list[dict]) -> None:
    """Let the queue show what a later run of the checks found in a version that waits."""
    QueueEntry.objects.filter(revision_id=revision_id).update(
        blocking=_count(findings, Severity.BLOCK), warnings=_count(findings, Severity.WARN)
    )


def leave_queue(task_state: TaskState) -> None:
    """Let a step wait no longer."""
    QueueEntry.objects.filter(pk=task_state.pk).delete()


def days_for(step: Step) -> int:
    """Return how many working days a step may take, by the office's settings."""
    return getattr(EditorialSettings.load(), f"{step.value}_days")


def _findings_at_submission(page: Submission, revision_id: int) -> list[dict]:
    submitted = Decision.objects.filter(
        page_id=page.pk, revision_id=revision_id, verdict=Verdict.SUBMIT
    ).last()
    return submitted.findings if submitted else []


def _count(findings: list[dict], severity: Severity) -> int:
    return sum(finding["severity"] == severity for finding in findings)

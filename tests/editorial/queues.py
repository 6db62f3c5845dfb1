"""A queue of any length, without the reviews of as many pieces."""

from datetime import timedelta

from wagtail.models import TaskState

from editorial.models import QueueEntry


def lengthen(entry: QueueEntry, amount: int) -> None:
    """Let ``amount`` entries like this one wait, each due a minute after the one before.

    They are steps of the same round, which the real office never has; the queue does not look.
    """
    barred = list(entry.barred.all())
    waiting = QueueEntry.objects.filter(page=entry.page_id).count()
    state = entry.task_state
    states = TaskState.objects.bulk_create(
        TaskState(
            workflow_state_id=state.workflow_state_id,
            revision_id=state.revision_id,
            task_id=state.task_id,
            status=state.status,
            content_type_id=state.content_type_id,
        )
        for _ in range(amount - waiting)
    )
    values = {
        field.attname: getattr(entry, field.attname)
        for field in QueueEntry._meta.concrete_fields
        if field.attname not in ("task_state_id", "due_at", "title")
    }
    made = QueueEntry.objects.bulk_create(
        QueueEntry(
            task_state=new,
            due_at=entry.due_at + timedelta(minutes=number),
            title=f"{entry.title}{number}",
            **values,
        )
        for number, new in enumerate(states, waiting)
    )
    links = QueueEntry.barred.through
    links.objects.bulk_create(
        links(queueentry_id=new.pk, user_id=person.pk) for new in made for person in barred
    )

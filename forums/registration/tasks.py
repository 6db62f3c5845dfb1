"""What the clock does to registrations; safe to run twice, and at once."""

from datetime import datetime

from django_tasks import task

from forums.models import Admission


@task()
def settle_event(page_id: int) -> None:
    """Pass on what is free by now; the queue of one event."""
    from forums.registration.actions import settle  # the actions enqueue these tasks

    if Admission.objects.filter(page_id=page_id).exists():
        settle(page_id=page_id)


def settle_later(page_id: int, moment: datetime) -> None:
    """Queue that for a moment, with the transaction it is called in.

    A backend that cannot wait gets nothing: there, and wherever a task was lost,
    ``manage.py keep_events`` does it.
    """
    if settle_event.get_backend().supports_defer:
        settle_event.using(run_after=moment).enqueue(page_id)

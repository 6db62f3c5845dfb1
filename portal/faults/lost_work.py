"""Tasks whose worker died, and tasks that a wrong clock put into the far future.

The worker marks a task as running and forgets it when it is killed; the library never looks at
it again. Every task of the portal is safe to run twice, so it may simply be run once more.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

# Much longer than any task: counting the district's figures takes some minutes.
LOST_AFTER = timedelta(minutes=30)
# A task that kills its worker must not do so for ever.
ATTEMPTS = 3
# Clocks of two machines may differ by so much without anything being wrong.
SKEW = timedelta(minutes=5)


@dataclass(frozen=True)
class Revived:
    """How many tasks wait again, were given up, and were brought back from the future."""

    again: int = 0
    given_up: int = 0
    from_future: int = 0


def revive(*, worker: str = "") -> Revived:
    """Queue lost tasks again. May run at any time, also beside workers.

    Args:
        worker: the name of a worker that is about to start: whatever it had in hand is lost,
            however short the time. Without it only what has run for ``LOST_AFTER``.
    """
    now = timezone.now()
    again = given_up = 0
    with transaction.atomic():
        for task in DBTaskResult.objects.running().select_for_update(skip_locked=True):
            if not _is_lost(task, worker, now):
                continue
            if len(task.worker_ids) >= ATTEMPTS:
                _give_up(task)
                given_up += 1
            else:
                task.status, task.started_at = TaskResultStatus.READY, None
                task.save(update_fields=["status", "started_at"])
                again += 1
    # Queued while the clock ran ahead: their moment would come when the clock gets there.
    ahead = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, enqueued_at__gt=now + SKEW
    ).update(run_after=now, enqueued_at=now)
    return Revived(again, given_up, ahead)


def _is_lost(task: DBTaskResult, worker: str, now: datetime) -> bool:
    if worker and task.worker_ids[-1:] == [worker]:
        return True
    started = task.started_at
    return started is None or not now - LOST_AFTER <= started <= now + SKEW


def _give_up(task: DBTaskResult) -> None:
    logger.error("Task %s (%s) was lost %s times, given up", task.pk, task.task_path, ATTEMPTS)
    task.set_failed(RuntimeError(f"The worker died {ATTEMPTS} times during this task."))

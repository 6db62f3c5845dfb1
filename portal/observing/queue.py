"""What waits for the background worker."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Min
from django.db.models.functions import Greatest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult


@dataclass(frozen=True)
class QueueState:
    """Tasks that wait and are due, seconds that the oldest has been due, failures of a day."""

    waiting: int
    oldest: float
    failed: int


def state() -> QueueState:
    """Read the table of tasks. Queries: 3."""
    now = timezone.now()
    ready = DBTaskResult.objects.ready()
    # ``run_after`` of a task that is to run at once lies in the year 9999, not in the past.
    at_once = ready.filter(run_after__gt=now).aggregate(first=Min("enqueued_at"))["first"]
    planned = ready.filter(run_after__lte=now)
    due = planned.aggregate(first=Min(Greatest("run_after", "enqueued_at")))["first"]
    first = min((moment for moment in (at_once, due) if moment), default=now)
    failed = DBTaskResult.objects.failed().filter(finished_at__gte=now - timedelta(days=1))
    return QueueState(ready.count(), max((now - first).total_seconds(), 0.0), failed.count())

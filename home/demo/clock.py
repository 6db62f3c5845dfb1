"""A past for the demo: what happens inside ``at(moment)`` is recorded as of that moment.

The record of decisions can only be appended to, and Wagtail stamps versions, workflow states and
log lines by itself. Dates set afterwards would have to rewrite all of them; a clock that is put
back while the real actions run gives one consistent history. For a management command only:
the change holds for the whole process.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from unittest import mock

from django.utils import timezone


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let Django's clock stand at ``moment`` (aware) inside the block."""
    with mock.patch.object(timezone, "now", return_value=moment):
        yield


def moment(today: datetime, days: int, hour: int = 10, minute: int = 0) -> datetime:
    """Return the aware time ``days`` after ``today`` (negative: before), never in its future.

    Coming days keep their time; a past or present one is cut off at ``today``.
    """
    day = timezone.localtime(today).date() + timedelta(days=days)
    wanted = timezone.make_aware(datetime.combine(day, time(hour, minute)))
    return wanted if days > 0 else min(wanted, today)

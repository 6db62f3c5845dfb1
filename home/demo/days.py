"""A reader of the demo who notes the days on which the passage was read."""

from datetime import timedelta

from django.utils import timezone

from people.models import User
from reading.models import DayRead, DayRecord
from reading.passages import days

READER, WEEKLY_AIM, WEEKS = "teacher1", 4, 7
# Days of the week, from Monday, on which this reader tends to read.
HABIT = {0, 1, 3, 4, 6}


def make_days(accounts: dict[str, User]) -> None:
    """Begin the record some weeks ago, with days left out as they come; today is left to mark."""
    reader = accounts[READER]
    today = timezone.localdate()
    begun = today - timedelta(weeks=WEEKS)
    days.opt_in(reader=reader, weekly_aim=WEEKLY_AIM)
    DayRecord.objects.filter(reader=reader).update(since=begun)
    dates = [begun + timedelta(days=offset) for offset in range((today - begun).days)]
    read = [day for day in dates if day.weekday() in HABIT and day.day % 7]
    DayRead.objects.bulk_create(DayRead(record_id=reader.pk, date=day) for day in read)

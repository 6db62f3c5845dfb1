"""The private record of days read: verbs and reads of the reader alone.

Nobody else has a function here: each takes the reader and touches that reader's rows only.
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from editorial.workdays.queries import workday_lookup
from people.models import User
from reading.models import DayRead, DayRecord, Period
from reading.passages.rules import Week, free_days, week_of


def opt_in(*, reader: User, weekly_aim: int) -> DayRecord:
    """Begin a record; where there is one, only its aim changes. Queries: 2 to 4.

    Raises:
        ValidationError: the aim is not 1 to 7 days.
    """
    _check_aim(weekly_aim)
    record, _ = DayRecord.objects.update_or_create(
        reader=reader, defaults={"weekly_aim": weekly_aim}
    )
    return record


def change_aim(*, reader: User, weekly_aim: int) -> bool:
    """Set another weekly aim; returns whether there is a record. Queries: 1.

    Raises:
        ValidationError: the aim is not 1 to 7 days.
    """
    _check_aim(weekly_aim)
    return bool(DayRecord.objects.filter(reader=reader).update(weekly_aim=weekly_aim))


def mark_today(*, reader: User) -> bool:
    """Note that the passage was read today; a second tap changes nothing. Queries: 2.

    One short statement writes; the constraint keeps one mark a day, whoever is faster.

    Returns:
        whether there is a record to note it in.
    """
    if not has_record(reader):
        return False
    mark = DayRead(record_id=reader.pk, date=timezone.localdate())
    DayRead.objects.bulk_create([mark], ignore_conflicts=True)
    return True


def unmark(*, reader: User, day: date) -> bool:
    """Take a mark away; returns whether there was one. Queries: 1."""
    count, _ = DayRead.objects.filter(record_id=reader.pk, date=day).delete()
    return bool(count)


@transaction.atomic
def delete_everything(*, reader: User) -> int:
    """Delete the record with all its days, at once and for good; returns how many. Queries: 2."""
    count, _ = DayRead.objects.filter(record_id=reader.pk).delete()
    DayRecord.objects.filter(reader=reader).delete()
    return count


def has_record(reader: User) -> bool:
    """Say whether the reader keeps a record. Queries: 1."""
    return DayRecord.objects.filter(reader_id=reader.pk).exists()


@dataclass(frozen=True)
class Days:
    """A reader's record as shown.

    Attributes:
        record: aim and beginning.
        week: this week.
        marked_today: whether today has its mark.
    """

    record: DayRecord
    week: Week
    marked_today: bool


def days_of(reader: User) -> Days | None:
    """Return the reader's week, or nothing without a record. Queries: 1, with a record 2."""
    today = timezone.localdate()
    monday, sunday = week_of(today)
    own = DayRead.objects.filter(record_id=OuterRef("pk"))
    in_week = own.filter(date__range=(monday, sunday)).order_by().values("record_id")
    holiday = _holidays(monday, sunday)
    record = (
        DayRecord.objects.filter(pk=reader.pk)
        .annotate(
            read=Coalesce(Subquery(in_week.annotate(n=Count("pk")).values("n")), 0),
            marked=Exists(own.filter(date=today)),
            holiday_first=Subquery(holiday.values("starts_on")[:1]),
            holiday_last=Subquery(holiday.values("ends_on")[:1]),
        )
        .first()
    )
    if record is None:
        return None
    holidays = [(record.holiday_first, record.holiday_last)] if record.holiday_first else []
    free = free_days(monday, record.since, workday_lookup(monday, sunday), holidays)
    return Days(record, Week(record.read, record.weekly_aim, free), record.marked)


def marks(reader: User, first: date, last: date) -> list[date]:
    """Return the reader's days read from ``first`` to ``last``. Queries: 1."""
    days = DayRead.objects.filter(record_id=reader.pk, date__range=(first, last))
    return sorted(days.values_list("date", flat=True))


def standing(reader: User) -> tuple[DayRecord, bool] | None:
    """Return the record and whether today is marked, or nothing. Queries: 1."""
    today = DayRead.objects.filter(record_id=OuterRef("pk"), date=timezone.localdate())
    record = DayRecord.objects.filter(pk=reader.pk).annotate(marked=Exists(today)).first()
    return (record, record.marked) if record else None


def first_day(reader: User) -> date | None:
    """Return the reader's first day read. Queries: 1."""
    return DayRead.objects.filter(record_id=reader.pk).aggregate(first=Min("date"))["first"]


def _holidays(first: date, last: date) -> QuerySet[Period]:
    """The school holidays of the reader's stage that touch these days, the longest first."""
    stage = Q(stage="") | Q(stage=OuterRef("reader__teacher_profile__stage"))
    periods = Period.objects.filter(
        stage, kind=Period.Kind.HOLIDAY, starts_on__lte=last, ends_on__gte=first
    )
    return periods.order_by("starts_on", "-ends_on")


def _check_aim(weekly_aim: int) -> None:
    if not 1 <= weekly_aim <= 7:
        raise ValidationError("每周的目标是 1 到 7 天。")

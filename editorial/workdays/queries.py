"""Reads of the calendar; each docstring gives the number of queries."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.utils import timezone

from editorial.models import CalendarDay
from editorial.workdays import holidays
from editorial.workdays.rules import add_working_days, furthest

NOTICE_MONTH = 11  # by then the State Council has published the next year's holidays


def workday_lookup(first: date, last: date) -> Callable[[date], bool]:
    """Return a function that says whether a day from ``first`` to ``last`` is worked. Queries: 1.

    The district's rows override; the State Council's notice follows, then the weekday. Days
    outside the two are answered without the rows.
    """
    rows = dict(
        CalendarDay.objects.filter(date__range=(first, last)).values_list("date", "is_workday")
    )

    def is_workday(day: date) -> bool:
        return rows[day] if day in rows else holidays.is_workday(day)

    return is_workday


def due_at(start: datetime, days: int) -> datetime:
    """Return the moment at which the ``days``-th working day after ``start`` is over. Queries: 1.

    It is the midnight at which that day ends in the portal's time zone (Asia/Shanghai), an
    exclusive bound: a piece is overdue when ``due_at(…) <= now``. The day of ``start`` does not
    count, whatever the hour. To name the day to people, subtract a moment: ``due_day``.

    Args:
        start: when the clock began, aware.
        days: how many working days, at least 1.

    Raises:
        ValueError: ``start`` is naive or ``days`` less than 1.
        editorial.workdays.rules.NoWorkday: the calendar's rows leave no working day.
    """
    begun = timezone.localdate(start)
    lookup = workday_lookup(begun, furthest(begun, days))
    return _end_of(add_working_days(begun, days, lookup))


def due_day(moment: datetime) -> date:
    """Return the working day that ends at ``moment``, as ``due_at`` gives it. Queries: none."""
    return timezone.localdate(moment - timedelta(microseconds=1))


def unknown_years(today: date) -> list[int]:
    """Return this year and, from November on, the next where no holidays are known. Queries: 1.

    The notice for a year appears in the autumn before it. A year is known to the package, or by
    rows of the district's own.
    """
    years = [today.year, *([today.year + 1] if today.month >= NOTICE_MONTH else [])]
    asked = [year for year in years if not holidays.is_known(year)]
    if not asked:
        return []
    rows = CalendarDay.objects.filter(date__year__in=asked).values_list("date__year", flat=True)
    entered = set(rows)
    return [year for year in asked if year not in entered]


def _end_of(day: date) -> datetime:
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time())
    return timezone.make_aware(midnight)

"""Reads of shown passages; each docstring gives the number of queries.

Shown is what stands on today or an earlier day. Everything public goes through ``shown``, so that
no coming day and no passage of the pool is read ahead.
"""

import calendar
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, Min, QuerySet
from django.utils import timezone

from reading.models import PassageDay

SUNDAY_LAST = calendar.Calendar(firstweekday=calendar.MONDAY)


def shown() -> QuerySet[PassageDay]:
    """Return the days that may be read, newest first, with passages. Queries: 1, when read."""
    return PassageDay.objects.on_or_before(timezone.localdate())


@dataclass(frozen=True)
class Square:
    """A day in a month's calendar; ``day`` has its passage where there is one to show."""

    date: date
    in_month: bool
    day: PassageDay | None = None


@dataclass(frozen=True)
class Month:
    """A month of shown passages.

    Attributes:
        first: its first day.
        weeks: seven squares each, from Monday.
        previous, next: the first days of the neighbours, as far as there is something to show.
    """

    first: date
    weeks: list[list[Square]]
    previous: date | None
    next: date | None

    @property
    def days(self) -> list[PassageDay]:
        """The days that have a passage, in order."""
        return [square.day for week in self.weeks for square in week if square.day]


def month_of(year: int, month: int) -> Month | None:
    """Return a month of the archive; nothing outside of what is shown. Queries: 2."""
    span = shown().order_by().aggregate(first=Min("date"), last=Max("date"))
    first, last = span["first"], span["last"]
    today = timezone.localdate()
    start = date(year, month, 1)
    if start > today.replace(day=1) or first is None or start < first.replace(day=1):
        return None
    rows = {day.date: day for day in shown().filter(date__year=year, date__month=month)}
    weeks = [
        [Square(each, each.month == month, rows.get(each)) for each in week]
        for week in SUNDAY_LAST.monthdatescalendar(year, month)
    ]
    has_next = start < max(last, first).replace(day=1)
    return Month(
        start,
        weeks,
        shifted(start, -1) if start > first.replace(day=1) else None,
        shifted(start, 1) if has_next else None,
    )


def shifted(first: date, months: int) -> date:
    """Return the first day of the month that lies so many months after that of ``first``."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def authors() -> list[dict[str, object]]:
    """Return ``name`` and ``count`` of passages of each author shown, most first. Queries: 1."""
    return _groups("author")


def themes() -> list[dict[str, object]]:
    """Return ``name`` and ``count`` of passages of each theme shown, most first. Queries: 1."""
    return _groups("theme")


def passages_of(field: str, name: str) -> QuerySet[PassageDay]:
    """Return the last day of each passage of an author or theme. Queries: 1, when read.

    Args:
        field: ``author`` or ``theme``.
    """
    newest = (
        shown()
        .filter(**{f"passage__{field}": name})
        .order_by()
        .values("passage")
        .annotate(last=Max("date"))
        .values("last")
    )
    return shown().filter(date__in=newest)


def _groups(field: str) -> list[dict[str, object]]:
    rows = (
        PassageDay.objects.filter(date__lte=timezone.localdate())
        .exclude(**{f"passage__{field}": ""})
        .order_by()
        .values(name=F(f"passage__{field}"))
        .annotate(count=Count("passage", distinct=True))
    )
    return [dict(row) for row in rows.order_by("-count", "name")]

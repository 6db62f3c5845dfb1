"""Counting working days: pure, over a calendar that is given."""

from collections.abc import Callable
from datetime import date, timedelta

# Spring Festival closes for nine days at most; no calendar of a working office has such a gap.
LONGEST_BREAK = 60


class NoWorkday(ValueError):
    """The calendar given knows no working day for ``LONGEST_BREAK`` days."""


def add_working_days(start: date, days: int, is_workday: Callable[[date], bool]) -> date:
    """Return the ``days``-th working day after ``start``.

    Args:
        start: the day from which is counted; it does not count itself, working day or not.
        days: how many working days, at least 1.
        is_workday: says whether a day is one.

    Raises:
        ValueError: ``days`` is less than 1.
        NoWorkday: there is no working day for ``LONGEST_BREAK`` days; the search ends.
        OverflowError: the day would lie beyond the year 9999.
    """
    if days < 1:
        raise ValueError("days must be at least 1")
    day, left, idle = start, days, 0
    while left:
        day += timedelta(days=1)
        if is_workday(day):
            left, idle = left - 1, 0
        else:
            idle += 1
            if idle >= LONGEST_BREAK:
                raise NoWorkday(f"连续 {LONGEST_BREAK} 天没有工作日，请检查工作日历。")
    return day


def furthest(start: date, days: int) -> date:
    """Return a day that the ``days``-th working day does not pass in any calendar of offices.

    Twice the days and two long breaks: what has to be read of the calendar beforehand.
    """
    return start + timedelta(days=2 * days + LONGEST_BREAK)

"""The State Council's holiday notices, as the package ``chinesecalendar`` carries them.

The notices (国务院办公厅关于节假日安排的通知) appear each autumn for the following year and say
which days are off and which weekends are worked instead (调休). The package is updated after each;
for a later year it says so, and Monday to Friday count as working days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import chinese_calendar

SATURDAY = 5


@dataclass(frozen=True)
class Holiday:
    """A day that the notices treat otherwise than its weekday, or name."""

    date: date
    is_workday: bool
    name: str


@cache
def is_known(year: int) -> bool:
    """Whether the package has the notice for ``year``."""
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def is_workday(day: date) -> bool:
    """Whether ``day`` is worked by the notices; by its weekday where there is none yet."""
    if is_known(day.year):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < SATURDAY


def holidays_of(year: int) -> Iterator[Holiday]:
    """Give the named days of a year in their order: those off, and the weekends worked instead.

    Raises:
        NotImplementedError: the package does not have the notice.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    for day in chinese_calendar.get_dates(first, last):
        is_off, name = chinese_calendar.get_holiday_detail(day)
        if name:
            label = chinese_calendar.Holiday(name).chinese
            yield Holiday(day, not is_off, label if is_off else f"{label}调休上班")

"""Counting working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.workdays import holidays
from editorial.workdays.rules import NoWorkday, add_working_days, furthest

FRIDAY = date(2025, 9, 26)
DAYS = [
    # start, days, due
    (date(2025, 9, 1), 1, date(2025, 9, 2)),
    (date(2025, 9, 5), 1, date(2025, 9, 8)),  # a Friday: over the weekend
    (date(2025, 9, 6), 1, date(2025, 9, 8)),  # a Saturday does not count itself
    (date(2025, 9, 1), 5, date(2025, 9, 8)),
    # 国庆节、中秋 2025: Sunday 28 September is worked, 1 to 8 October are off
    (FRIDAY, 1, date(2025, 9, 28)),
    (FRIDAY, 3, date(2025, 9, 30)),
    (FRIDAY, 4, date(2025, 10, 9)),
    (FRIDAY, 6, date(2025, 10, 11)),  # a Saturday, worked
    (date(2025, 10, 3), 1, date(2025, 10, 9)),
    # no notice for 2031: Monday to Friday
    (date(2031, 9, 30), 1, date(2031, 10, 1)),
    (date(2031, 10, 3), 1, date(2031, 10, 6)),
]


@pytest.mark.parametrize(("start", "days", "due"), DAYS)
def test_the_day_on_which_something_is_due(start, days, due):
    assert add_working_days(start, days, holidays.is_workday) == due


@pytest.mark.parametrize("days", [0, -1])
def test_no_days_are_a_mistake(days):
    with pytest.raises(ValueError, match="at least 1"):
        add_working_days(FRIDAY, days, holidays.is_workday)


def test_a_calendar_without_working_days_ends_the_search():
    with pytest.raises(NoWorkday, match="工作日历"):
        add_working_days(FRIDAY, 1, lambda day: False)


@given(
    st.dates(date(2020, 1, 1), date(2032, 1, 1)),
    st.integers(1, 60),
    st.frozensets(st.integers(0, 6), min_size=1),
)
def test_it_is_a_working_day_later_for_more_days_and_for_later_starts(start, days, weekdays):
    def works(day: date) -> bool:
        return day.weekday() in weekdays

    due = add_working_days(start, days, works)
    assert works(due)
    worked = sum(works(start + timedelta(days=n)) for n in range(1, (due - start).days + 1))
    assert worked == days
    assert add_working_days(start, days + 1, works) > due
    assert add_working_days(start + timedelta(days=1), days, works) >= due


@given(st.dates(date(2004, 1, 1), date(2035, 1, 1)), st.integers(1, 60))
def test_what_is_read_of_the_calendar_reaches_far_enough(start, days):
    assert add_working_days(start, days, holidays.is_workday) <= furthest(start, days)

"""How a book is spread over weeks."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.together import rules

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("pages", "weeks", "ranges"),
    [
        (100, 1, [(1, 100)]),
        (100, 4, [(1, 25), (26, 50), (51, 75), (76, 100)]),
        (10, 3, [(1, 3), (4, 7), (8, 10)]),
        (3, 3, [(1, 1), (2, 2), (3, 3)]),
        (1, 3, [(1, 1), (1, 1), (1, 1)]),
    ],
)
def test_pages_of_each_week(pages, weeks, ranges):
    assert rules.spread(pages, weeks) == ranges


@given(st.integers(1, rules.MOST_PAGES), st.integers(1, rules.MOST_WEEKS))
def test_every_page_is_read_and_none_twice(pages, weeks):
    ranges = rules.spread(pages, weeks)
    assert len(ranges) == weeks
    assert all(1 <= first <= last <= pages for first, last in ranges)
    read = [page for first, last in ranges for page in range(first, last + 1)]
    assert set(read) == set(range(1, pages + 1))
    if pages >= weeks:
        assert read == list(range(1, pages + 1))
        lengths = [last - first + 1 for first, last in ranges]
        assert max(lengths) - min(lengths) <= 1


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, rules.MOST_WEEKS))
def test_weeks_begin_on_mondays_and_follow_each_other(day, weeks):
    found = rules.plan(day, weeks)
    assert [week.number for week in found] == list(range(1, weeks + 1))
    assert all(week.starts_on.weekday() == 0 for week in found)
    assert found[0].starts_on <= day < found[0].starts_on + timedelta(days=7)
    assert rules.last_day(day, weeks) == found[-1].starts_on + timedelta(days=6)
    assert all(week.from_page is None for week in found)


@dataclass
class Week:
    starts_on: date


@pytest.mark.parametrize(
    ("day", "index"),
    [
        (MONDAY - timedelta(days=1), None),
        (MONDAY, 0),
        (MONDAY + timedelta(days=6), 0),
        (MONDAY + timedelta(days=7), 1),
        (MONDAY + timedelta(days=13), 1),
        (MONDAY + timedelta(days=14), None),
    ],
)
def test_the_week_of_a_day(day, index):
    weeks = [Week(MONDAY), Week(MONDAY + timedelta(days=7))]
    assert rules.week_on(day, weeks) == (None if index is None else weeks[index])


def test_no_weeks_have_no_week():
    assert rules.week_on(MONDAY, []) is None


@pytest.mark.parametrize(
    ("is_member", "is_closed", "allowed"),
    [(True, False, True), (True, True, False), (False, False, False), (False, True, False)],
)
def test_who_may_write(is_member, is_closed, allowed):
    answer = rules.may_write(is_member=is_member, is_closed=is_closed)
    assert bool(answer) is allowed
    assert bool(answer.reason) is not allowed


def test_a_plan_keeps_the_weeks_that_have_notes():
    assert rules.may_shrink(weeks=3, last_with_notes=3)
    assert not rules.may_shrink(weeks=2, last_with_notes=3)

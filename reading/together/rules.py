"""How a book is spread over the weeks of a term, and what may be done when; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

from editorial.rules import Answer

MOST_WEEKS = 26  # half a year; a term has some twenty
MOST_PAGES = 5000
DAYS = 7


@dataclass(frozen=True)
class PlannedWeek:
    """One week of a plan as it is computed; no pages where none are known."""

    number: int
    starts_on: date
    from_page: int | None = None
    to_page: int | None = None


class HasStart(Protocol):
    """A week that begins on a day."""

    starts_on: date


W = TypeVar("W", bound=HasStart)


def monday_of(day: date) -> date:
    """Return the Monday of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def spread(pages: int, weeks: int) -> list[tuple[int, int]]:
    """Return the first and last page of each week, as even as whole pages allow.

    Every page belongs to exactly one week. A book of fewer pages than weeks is the one case in
    which a page is read in several.
    """
    ends = [max(1, (2 * pages * number + weeks) // (2 * weeks)) for number in range(1, weeks + 1)]
    before = [0, *ends[:-1]]
    return [(min(last + 1, end), end) for last, end in zip(before, ends, strict=True)]


def plan(first_day: date, weeks: int, pages: int | None = None) -> list[PlannedWeek]:
    """Return the weeks of a plan.

    Args:
        first_day: any day of the first week; weeks begin on Mondays.
        weeks: how many, at least one.
        pages: of the book; the weeks name no pages without.
    """
    first = monday_of(first_day)
    ranges: Sequence[tuple[int | None, int | None]]
    ranges = spread(pages, weeks) if pages else [(None, None)] * weeks
    return [
        PlannedWeek(number, first + timedelta(days=DAYS * (number - 1)), *ends)
        for number, ends in enumerate(ranges, start=1)
    ]


def last_day(first_day: date, weeks: int) -> date:
    """Return the Sunday on which a plan ends."""
    return monday_of(first_day) + timedelta(days=DAYS * weeks - 1)


def week_on(day: date, weeks: Sequence[W]) -> W | None:
    """Return the week that has begun last; None before the first and after the last has ended.

    Args:
        day: today.
        weeks: in their order.
    """
    begun = [week for week in weeks if week.starts_on <= day]
    if not begun or day > begun[-1].starts_on + timedelta(days=DAYS - 1):
        return None
    return begun[-1]


def may_write(*, is_member: bool, is_closed: bool) -> Answer:
    """Say whether somebody may write to the question of a week."""
    if is_closed:
        return Answer(False, "这次共读已经结束，札记不再改动。")
    if not is_member:
        return Answer(False, "请先加入这次共读。")
    return Answer(True)


def may_join(*, is_closed: bool) -> Answer:
    """Say whether a group takes readers."""
    return Answer(False, "这次共读已经结束。") if is_closed else Answer(True)


def may_be_for_unit(*, has_unit: bool) -> Answer:
    """Say whether a group can be kept to a unit: a workshop has none of its own."""
    if not has_unit:
        return Answer(False, "工作坊的成员来自各校，请选“全区老师”。")
    return Answer(True)


def may_shrink(*, weeks: int, last_with_notes: int) -> Answer:
    """Say whether a plan can be cut to so many weeks: notes are never dropped with a week."""
    if weeks < last_with_notes:
        return Answer(False, f"第 {last_with_notes} 周已经有札记，周数不能少于 {last_with_notes}。")
    return Answer(True)

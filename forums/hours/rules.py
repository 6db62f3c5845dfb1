"""What attendance is worth in class hours: pure arithmetic of quarters and minutes.

A class hour (学时) is counted in quarters. What one is worth and how many count is the district's
decision: planned quarters stand at the session, ceilings in dated rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from editorial.rules import ALLOWED, Answer

QUARTERS = 4

Span = tuple[datetime, datetime]


class Per(StrEnum):
    """What a ceiling is counted over."""

    DAY = "day"
    EVENT = "event"
    PERIOD = "period"


@dataclass(frozen=True)
class Ceiling:
    """A ceiling in force, with what already counts towards it.

    Attributes:
        label: how the row names itself.
        most: quarters that count.
        used: quarters of the person's standing entries.
    """

    label: str
    most: int
    used: int = 0


@dataclass(frozen=True)
class Worth:
    """What an attendance is worth, with the reason where it is less than planned."""

    quarters: int
    reason: str = ""


def minutes_of(spans: Iterable[Span]) -> int:
    """Return the whole minutes of spans that do not overlap."""
    seconds = sum((end - start).total_seconds() for start, end in spans)
    return int(seconds // 60)


def free_spans(span: Span, taken: Iterable[Span]) -> list[Span]:
    """Return the parts of a span that nothing taken covers, in order."""
    free = [span] if span[0] < span[1] else []
    for start, end in taken:
        parts: list[Span] = []
        for left, right in free:
            parts += [(left, min(right, start)), (max(left, end), right)]
        free = [(left, right) for left, right in parts if left < right]
    return sorted(free)


def overlaps(spans: Iterable[Span]) -> bool:
    """Say whether any two spans share a moment."""
    ordered = sorted(spans)
    return any(later[0] < earlier[1] for earlier, later in pairwise(ordered))


def worth_of(
    planned: int,
    session_minutes: int,
    attended: Span,
    taken: Sequence[Span],
    ceilings: Sequence[Ceiling],
) -> tuple[Worth, list[Span]]:
    """Return what an attendance is worth, and the minutes for which it is.

    Args:
        planned: quarters of the whole session.
        session_minutes: its length.
        attended: from when to when somebody took part.
        taken: spans of the person's standing entries; no minute counts twice.
        ceilings: those in force for the day, the event and the person.

    Returns:
        whole quarters, rounded down, and the spans that they cover; no spans for no quarters.
    """
    spans = free_spans(attended, taken)
    present, counted = minutes_of([attended]), minutes_of(spans)
    reasons = []
    quarters = planned
    if session_minutes and counted < session_minutes:
        quarters = planned * counted // session_minutes
    if present < session_minutes:
        reasons.append(f"到场 {present} 分钟，全场 {session_minutes} 分钟")
    if counted < present:
        reasons.append(f"有 {present - counted} 分钟与其他场次重叠，不重复计")
    for ceiling in ceilings:
        room = max(0, ceiling.most - ceiling.used)
        if quarters > room:
            quarters = room
            reasons.append(f"{ceiling.label}最多 {hours_words(ceiling.most)} 学时")
    if planned <= 0:
        return Worth(0, "这一场不计学时"), []
    return Worth(quarters, "；".join(reasons)), spans if quarters else []


def hours_of(quarters: int) -> Decimal:
    """Return quarters as class hours."""
    return Decimal(quarters) / QUARTERS


def hours_words(quarters: int) -> str:
    """Return quarters as class hours without needless zeros: 1, 1.5, 0.25."""
    return f"{hours_of(quarters).normalize():f}"


def may_confirm(*, by_id: int, owner_id: int, is_entitled: bool, is_standing: bool) -> Answer:
    """Say whether somebody may confirm, or refuse, an entry.

    Args:
        by_id: who asks; ``owner_id``: whose hours they are.
        is_entitled: hosts the event, or administers the teacher's school, as the step asks.
        is_standing: no counter-entry has taken it back.
    """
    if not is_entitled:
        return Answer(False, "这条学时不由您确认。")
    if by_id == owner_id:
        return Answer(False, "自己的学时不能自己确认，请另一位有权限的同事确认。")
    if not is_standing:
        return Answer(False, "这条学时已经冲销，不用再确认。")
    return ALLOWED

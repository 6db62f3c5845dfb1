"""Bars beside the report's tables: plain rectangles, drawn by the server."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from editorial.queries.report import Report

FULL = 1000  # width of the longest bar, in units of its drawing


@dataclass(frozen=True)
class Segment:
    """One piece of a bar.

    Attributes:
        tone: 1 (light) to 4 (dark), see ``record.css``.
    """

    tone: int
    x: int
    width: int


def bars_of(report: Report) -> dict[str, list[tuple[Any, list[Segment]]]]:
    """Return the rows of each table with their bars; bars of one table share one scale."""
    nothing = timedelta()
    return {
        "waiting": _barred((row, list(enumerate(row.ages, start=1))) for row in report.waiting),
        "returned": _barred(
            (row, [(2, row.returned), (4, row.declined)]) for row in report.returned
        ),
        "timings": _barred(
            (row, [(4, _seconds(median)), (2, _seconds(ninetieth - median))])
            for row in report.timings
            for median, ninetieth in [(row.median or nothing, row.ninetieth or nothing)]
        ),
        "weeks": _barred(
            (week, [(1, week.approved), (2, week.returned), (4, week.declined)])
            for week in report.weeks
        ),
    }


def _barred(
    rows: Iterable[tuple[Any, Sequence[tuple[int, int]]]],
) -> list[tuple[Any, list[Segment]]]:
    rows = list(rows)
    longest = max((sum(amount for _, amount in parts) for _, parts in rows), default=0)
    return [(row, _stacked(parts, longest)) for row, parts in rows]


def _stacked(parts: Sequence[tuple[int, int]], longest: int) -> list[Segment]:
    segments, done = [], 0
    for tone, amount in parts:
        if amount:
            x = round(done * FULL / longest)
            done += amount
            segments.append(Segment(tone, x, round(done * FULL / longest) - x))
    return segments


def _seconds(duration: timedelta) -> int:
    return round(duration.total_seconds())

"""From points to a result, with every step kept so that anybody can follow it; pure.

A juror's total is the weighted share of what could be reached, of 100. The result is the mean or
median of the totals that count. Fractions, not floats: the order of the jurors changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

from forums.contests.rules import plain

MEAN, MEDIAN = "mean", "median"


@dataclass(frozen=True)
class Weighed:
    """A criterion as it counts."""

    key: int
    title: str
    weight: int
    most: Decimal


@dataclass(frozen=True)
class Way:
    """How totals become a result."""

    combine: str = MEAN
    drop_highest: int = 0
    drop_lowest: int = 0
    places: int = 2


@dataclass(frozen=True)
class Sheet:
    """What one juror gave: points by criterion, and the comment.

    Attributes:
        key: tells the jurors apart, for the organiser.
    """

    key: int
    points: Mapping[int, Decimal]
    comment: str = ""


@dataclass(frozen=True)
class Total:
    """One juror's total, and whether it counts."""

    sheet: Sheet
    value: Fraction
    counts: bool


@dataclass(frozen=True)
class Result:
    """A result with the way to it.

    Attributes:
        value: rounded, half up; None where nobody has scored.
        totals: the highest first.
        dropped: whether totals were left out; they are not where none would remain.
    """

    value: Decimal | None
    totals: tuple[Total, ...]
    dropped: bool


def total_of(sheet: Sheet, criteria: Sequence[Weighed]) -> Fraction:
    """Return a juror's total, of the sum of the weights.

    Raises:
        KeyError: a criterion has no points.
    """
    shares = (
        Fraction(sheet.points[each.key]) / Fraction(each.most) * each.weight for each in criteria
    )
    return sum(shares, Fraction(0))


def result_of(sheets: Sequence[Sheet], criteria: Sequence[Weighed], way: Way) -> Result:
    """Return the result of one entry; the order of ``sheets`` does not matter."""
    totals = sorted(((total_of(sheet, criteria), sheet) for sheet in sheets), key=_highest_first)
    least_left = way.drop_highest + way.drop_lowest
    dropped = 0 < least_left < len(totals)
    first = way.drop_highest if dropped else 0
    last = len(totals) - (way.drop_lowest if dropped else 0)
    kept = [value for value, _ in totals[first:last]]
    explained = tuple(
        Total(sheet, value, first <= place < last) for place, (value, sheet) in enumerate(totals)
    )
    value = rounded(_combined(kept, way.combine), way.places) if kept else None
    return Result(value, explained, dropped)


def _highest_first(row: tuple[Fraction, Sheet]) -> tuple[Fraction, list[Decimal], int]:
    # Which of equal totals is dropped changes no result, but should not change from run to run.
    value, sheet = row
    return -value, [sheet.points[key] for key in sorted(sheet.points)], sheet.key


def _combined(values: Sequence[Fraction], combine: str) -> Fraction:
    if combine == MEDIAN:
        ordered, half = sorted(values), len(values) // 2
        return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2
    return sum(values, Fraction(0)) / len(values)


def rounded(value: Fraction, places: int) -> Decimal:
    """Return ``value`` with so many decimals, half up, as people round."""
    scaled = value * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    with localcontext() as context:
        context.prec = 60
        return Decimal(whole).scaleb(-places).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def explained(result: Result, criteria: Sequence[Weighed], way: Way) -> dict[str, Any]:
    """Return the way to a result as plain data, jurors without names, to be kept and shown."""
    return {
        "criteria": [
            {"title": each.title, "weight": each.weight, "most": plain(each.most)}
            for each in criteria
        ],
        "sheets": [
            {
                "points": [
                    {
                        "value": plain(total.sheet.points[each.key]),
                        "part": str(rounded(_part(total.sheet, each), 2)),
                    }
                    for each in criteria
                ],
                "total": str(rounded(total.value, max(way.places, 2))),
                "counts": total.counts,
                "comment": total.sheet.comment,
            }
            for total in result.totals
        ],
        "combine": way.combine,
        "drop_highest": way.drop_highest if result.dropped else 0,
        "drop_lowest": way.drop_lowest if result.dropped else 0,
        "too_few_to_drop": bool(way.drop_highest + way.drop_lowest) and not result.dropped,
        "result": str(result.value) if result.value is not None else None,
    }


def _part(sheet: Sheet, each: Weighed) -> Fraction:
    return Fraction(sheet.points[each.key]) / Fraction(each.most) * each.weight

"""How the front page lays out its sections and whose turn it is; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db import models

T = TypeVar("T")


class Width(models.TextChoices):
    """How much of the page's width a section takes."""

    LEAD = "lead", "头条"
    SIDE = "side", "边栏"
    FULL = "full", "通栏"
    HALF = "half", "半栏：和相邻的半栏并排"
    TEXT = "text", "文字"


class RowKind(models.TextChoices):
    """What stands in a row of the page."""

    FRONT = "front", "头条和边栏"
    SPLIT = "split", "并排的两栏"
    SINGLE = "single", "一栏"
    TEXT = "text", "文字"


PAIRS: dict[tuple[str, ...], RowKind] = {
    (Width.LEAD, Width.SIDE): RowKind.FRONT,
    (Width.HALF, Width.HALF): RowKind.SPLIT,
}


@dataclass(frozen=True)
class Row:
    """Sections that stand beside one another, by their place in the page.

    Attributes:
        kind: value of ``RowKind``.
    """

    kind: str
    sections: tuple[int, ...]


def rows(widths: Sequence[str]) -> list[Row]:
    """Lay sections of these widths out, in their order: pairs side by side, texts together."""
    laid: list[Row] = []
    at = 0
    while at < len(widths):
        end = at + 1
        if widths[at] == Width.TEXT:
            while end < len(widths) and widths[end] == Width.TEXT:
                end += 1
            kind = RowKind.TEXT
        elif pair := PAIRS.get(tuple(widths[at : at + 2])):
            end, kind = at + 2, pair
        else:
            kind = RowKind.SINGLE
        laid.append(Row(kind, tuple(range(at, end))))
        at = end
    return laid


def of_the_day(choices: Sequence[T], day: date) -> T | None:
    """Return the one whose turn it is on ``day``: each day the next, then from the beginning."""
    return choices[day.toordinal() % len(choices)] if choices else None


def week_number(day: date) -> int:
    """Return a number that is the same from Monday to Sunday and one more the week after."""
    return (day.toordinal() - 1) // 7

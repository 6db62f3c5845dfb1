"""Which figures may be shown: no group below five, none that the others give away.

Pure: cells in, cells out. Source: 国办函〔2026〕12号 as the product rules read it, "groups smaller
than five are suppressed"; complementary suppression as statistical offices do it (Hundepool et
al., Statistical Disclosure Control, chapter 4).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

LEAST_PEOPLE = 5
# What a reader who knows these rules may be left to guess among.
LEAST_GUESSES = 5


@dataclass(frozen=True)
class Cell:
    """One group of a table.

    Attributes:
        label: the group in words.
        books: how many books were finished; None once hidden.
        people: by how many different people; not shown.
    """

    label: str
    books: int | None
    people: int = 0


def guarded(cells: Sequence[Cell], *, nobody_may_show: bool) -> list[Cell]:
    """Hide small groups, and as many others as it takes to keep them hidden.

    The total of all cells is public, so what is hidden can be bounded: the hidden cells together
    are the total less the shown ones; a small one is at least 1 (0 where an empty group is
    hidden too), any other at least ``LEAST_PEOPLE``. Further cells, the smallest first, are hidden
    until at least ``LEAST_GUESSES`` values are left for each.

    Args:
        cells: groups without overlap of books; their sum is the total that is shown.
        nobody_may_show: an empty group tells nothing about anybody, as an empty month; not so
            an empty group of teachers, which tells of each that they finished nothing.

    Returns:
        the same cells in their order; ``books`` of hidden ones is None.
    """
    small = {
        index
        for index, cell in enumerate(cells)
        if cell.people < LEAST_PEOPLE and not (nobody_may_show and not cell.people)
    }
    hidden = set(small)
    least = 1 if nobody_may_show else 0
    others = sorted(set(range(len(cells))) - small, key=lambda i: (cells[i].books or 0, i))
    # An empty cell that may be shown hides nothing by being hidden.
    others = [index for index in others if cells[index].people]
    while hidden and others and _guesses(cells, hidden, small, least) < LEAST_GUESSES:
        hidden.add(others.pop(0))
    return [
        replace(cell, books=None if index in hidden else cell.books, people=0)
        for index, cell in enumerate(cells)
    ]


def _guesses(cells: Sequence[Cell], hidden: set[int], small: set[int], least: int) -> int:
    """Return how many values fit a hidden cell for somebody who knows which ones are small."""
    if len(hidden) == 1:
        return 1
    known = sum(cells[index].books or 0 for index in hidden)
    floor = least * len(small) + LEAST_PEOPLE * len(hidden - small)
    return known - floor + 1


def may_show_total(people: int) -> bool:
    """Whether a year's total may be shown: at least five people finished a book."""
    return people >= LEAST_PEOPLE

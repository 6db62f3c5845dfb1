"""From results to places and awards inside one group; pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

UP, DOWN = "up", "down"


@dataclass(frozen=True)
class Level:
    """An award: its number, how many a group has, and from which result on."""

    key: int
    most: int
    least: Decimal | None = None


@dataclass(frozen=True)
class Standing:
    """What an entry came to: equal results share a place."""

    place: int
    award: int | None


def standings(
    results: Mapping[int, Decimal], levels: Sequence[Level], ties: str = UP
) -> dict[int, Standing]:
    """Return place and award of each entry; ``levels`` from the highest.

    Args:
        results: by entry, of one group.
        ties: ``up``: equal results go into an award together, even beyond its number; ``down``:
            they go into the next one together.
    """
    found: dict[int, Standing] = {}
    purse = _Purse(levels, ties)
    for place, value, entries in _places(results):
        award = purse.take(value, len(entries))
        for entry in entries:
            found[entry] = Standing(place, award)
    return found


def _places(results: Mapping[int, Decimal]) -> Iterator[tuple[int, Decimal, list[int]]]:
    ordered = sorted(results.items(), key=lambda item: (-item[1], item[0]))
    place = 1
    for value, items in groupby(ordered, key=lambda item: item[1]):
        entries = [entry for entry, _ in items]
        yield place, value, entries
        place += len(entries)


class _Purse:
    """What is left of the awards, from the highest down; what was passed does not come back."""

    def __init__(self, levels: Sequence[Level], ties: str) -> None:
        self.levels, self.ties = list(levels), ties
        self.left = levels[0].most if levels else 0

    def take(self, value: Decimal, number: int) -> int | None:
        """Give the same award to ``number`` entries of this result, if there is one for them."""
        while self.levels and not self._fits(value, number):
            self.levels.pop(0)
            self.left = self.levels[0].most if self.levels else 0
        if not self.levels:
            return None
        self.left -= number
        return self.levels[0].key

    def _fits(self, value: Decimal, number: int) -> bool:
        least = self.levels[0].least
        if self.left <= 0 or (least is not None and value < least):
            return False
        return self.ties == UP or number <= self.left

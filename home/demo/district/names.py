"""Invented names; each carries a character that says so (虚拟示例 and the like)."""

from collections.abc import Iterator
from itertools import product
from random import Random

from home.demo import source

_NAMES = source.texts("district")["names"]


def people(chance: Random) -> Iterator[str]:
    """Yield some 20,000 names in an order of ``chance``, none twice."""
    names = [
        f"{a}{b}{c}" for a, b, c in product(_NAMES["surnames"], _NAMES["says_so"], _NAMES["given"])
    ]
    chance.shuffle(names)
    yield from names


def places() -> Iterator[str]:
    """Yield names of places, none twice."""
    known = _NAMES["places"].split()
    yield from known
    yield from (f"{place}{side}" for side in "东西南北" for place in known)

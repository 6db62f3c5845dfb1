"""Which words tell a text apart from all others."""

import math
from collections.abc import Callable, Mapping


def telling_terms(
    amounts: Mapping[str, int], frequency: Callable[[str], int], size: int, limit: int
) -> list[str]:
    """The terms of a text that tell it apart, the most telling first.

    Args:
        amounts: how often each term occurs in the text. Terms of one character and those in no
            other document are left out.
        frequency: how many of the ``size`` documents hold a term.
    """
    telling: list[tuple[float, str]] = []
    for term, amount in amounts.items():
        held = frequency(term) if len(term) > 1 else 0
        if held > 1:
            telling.append((-(1 + math.log(amount)) * math.log(size / held), term))
    return [term for _, term in sorted(telling)[:limit]]

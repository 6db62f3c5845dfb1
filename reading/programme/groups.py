"""Which groups are too small to be shown. Pure.

A group of fewer than five teachers is hidden. Where the sum of its neighbours is known, one hidden
group could be had by subtraction; so the smallest neighbours are hidden with it, until what is
hidden together has at least five teachers in at least two groups.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

FEWEST = 5

Key = TypeVar("Key", bound=Hashable)


def too_small(sizes: Mapping[Key, int]) -> set[Key]:
    """Return the groups of one whole to hide.

    Args:
        sizes: teachers in each group; the groups do not overlap and their sum is known.
    """
    groups = {key: size for key, size in sizes.items() if size}
    hidden = {key for key, size in groups.items() if size < FEWEST}
    others = sorted((key for key in groups if key not in hidden), key=lambda key: groups[key])
    while others and hidden and not _covers(groups, hidden):
        hidden.add(others.pop(0))
    return hidden


def _covers(groups: Mapping[Key, int], hidden: set[Key]) -> bool:
    return len(hidden) > 1 and sum(groups[key] for key in hidden) >= FEWEST


def shown_units(own: Mapping[str, int], steplen: int) -> set[str]:
    """Return the units whose totals may be shown to the whole district's staff.

    A unit shows if it has five teachers or more and neither it nor a unit above it is hidden beside
    its neighbours: nobody can subtract one unit from another to see a small one.

    Args:
        own: teachers of each unit itself, without those below, by the path of the unit; all units.
        steplen: characters of the path for one level.
    """
    totals = dict.fromkeys(own, 0)
    for path, size in own.items():
        for end in range(steplen, len(path) + 1, steplen):
            if path[:end] in totals:
                totals[path[:end]] += size
    below: dict[str, dict[str, int]] = {}
    for path in own:
        below.setdefault(path[:-steplen], {})[path] = totals[path]
    for path, size in own.items():  # those of the unit itself are a group beside those below
        below.setdefault(path, {})["own"] = size
    hidden_below = {parent: too_small(sizes) for parent, sizes in below.items()}
    shown: set[str] = set()
    for path in sorted(own, key=len):
        parent = path[:-steplen]
        is_reached = parent not in totals or parent in shown
        is_hidden = path in hidden_below[parent] or totals[path] < FEWEST
        if is_reached and not is_hidden:
            shown.add(path)
    return shown

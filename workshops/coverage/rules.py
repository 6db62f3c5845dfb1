"""Which shares may be shown: no group below five on either side, none that the others give away.

Pure. Source: 国办函〔2026〕12号 as the product rules read it, "groups smaller than five are
suppressed". A share has two sides: those who have, and those who have not. Either of them, from
one to four, points at persons or schools; and of teachers, "none" and "all" tell something of
each. Complementary suppression as statistical offices do it (Hundepool et al., Statistical
Disclosure Control, chapter 4).
"""

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 5


@dataclass(frozen=True)
class Share:
    """How many of how many.

    Attributes:
        label: the group in words.
        have: of these so many.
        of: the denominator.
    """

    label: str
    have: int
    of: int


@dataclass(frozen=True)
class Shown:
    """A share as it may be shown; hidden ones say nothing but their label."""

    label: str
    have: int | None = None
    of: int | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether the figure is not published."""
        return self.have is None

    @property
    def percent(self) -> int | None:
        """The share in whole per cent; none without a denominator."""
        if self.have is None or not self.of:
            return None
        return round(self.have * 100 / self.of)


def may_show(have: int, of: int, *, is_of_people: bool) -> bool:
    """Say whether a share can be shown by itself.

    Args:
        is_of_people: of teachers, nobody and everybody are hidden too.
    """
    least_side = min(have, of - have)
    if of < LEAST:
        return False
    if least_side == 0:
        return not is_of_people
    return least_side >= LEAST


def guarded(shares: Sequence[Share], *, is_of_people: bool) -> tuple[Shown | None, list[Shown]]:
    """Return the total and the groups as they may be shown together.

    The total is the sum of the groups, so a single hidden group could be worked out from it.
    Further groups, the smallest first, are hidden until the hidden ones together could be shown.
    Groups to which nobody belongs are left out; where the total itself is too small, all is
    hidden.

    Args:
        shares: groups without overlap.
    """
    shares = [share for share in shares if share.of]
    have, of = sum(share.have for share in shares), sum(share.of for share in shares)
    if not may_show(have, of, is_of_people=is_of_people):
        return None, [Shown(share.label) for share in shares]
    hidden = {
        index
        for index, share in enumerate(shares)
        if not may_show(share.have, share.of, is_of_people=is_of_people)
    }
    others = sorted(set(range(len(shares))) - hidden, key=lambda i: (shares[i].of, i))
    while hidden and others and not _is_covered(shares, hidden, is_of_people):
        hidden.add(others.pop(0))
    shown = [
        Shown(share.label) if index in hidden else Shown(share.label, share.have, share.of)
        for index, share in enumerate(shares)
    ]
    return Shown("合计", have, of), shown


def _is_covered(shares: Sequence[Share], hidden: set[int], is_of_people: bool) -> bool:
    """Whether what is hidden, taken together, tells no more than a share that may be shown."""
    if len(hidden) < 2:
        return False
    have = sum(shares[index].have for index in hidden)
    of = sum(shares[index].of for index in hidden)
    return may_show(have, of, is_of_people=is_of_people)

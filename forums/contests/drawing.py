"""Which juror gets which entry: never one that is barred, as even as can be, always the same; pure.

The seed decides between equals through a hash, so neither the order of the rows nor the machine
changes a draw, and everybody who has the seed can repeat it.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256


def lot(seed: str, *parts: object) -> bytes:
    """Return the lot of something: what it is ordered by where nothing else decides."""
    return sha256(":".join(map(str, (seed, *parts))).encode()).digest()


def blind_numbers(seed: str, entries: Iterable[int], first: int = 1) -> dict[int, int]:
    """Return the numbers by which jurors know entries: 1 to n, in the order of their lots."""
    ordered = sorted(entries, key=lambda entry: lot(seed, "number", entry))
    return {entry: number for number, entry in enumerate(ordered, start=first)}


@dataclass
class Draw:
    """What a draw came to.

    Attributes:
        given: the jurors that each entry gets now, beside those it had.
        short: entries for which too few jurors may judge, with how many are missing.
    """

    given: dict[int, set[int]] = field(default_factory=dict)
    short: dict[int, int] = field(default_factory=dict)

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Entry and juror, in order."""
        return sorted((entry, juror) for entry, jurors in self.given.items() for juror in jurors)


def draw(
    seed: str,
    may_judge: Mapping[int, Collection[int]],
    wanted: int,
    kept: Mapping[int, Collection[int]] | None = None,
    jurors: Collection[int] = (),
) -> Draw:
    """Give each entry ``wanted`` jurors.

    First each entry, the one with the fewest possible jurors first, takes those with the least
    to do. Then work moves along chains from who has more to who has less, as long as that evens
    it out; with that no other distribution of the same entries is more even (semi-matching,
    Harvey and others 2006). What jurors had before stays with them.

    Args:
        may_judge: by entry, the jurors that may judge it: in its group, without conflict.
        kept: by entry, the jurors that judge it already.
        jurors: all of them, also those who may judge nothing.
    """
    standing = {entry: set(had) for entry, had in (kept or {}).items()}
    load = dict.fromkeys((*jurors, *(j for found in may_judge.values() for j in found)), 0)
    for had in standing.values():
        for juror in had:
            load[juror] = load.get(juror, 0) + 1
    result = Draw()
    free = {entry: set(found) - standing.get(entry, set()) for entry, found in may_judge.items()}
    for entry in sorted(free, key=lambda entry: (len(free[entry]), lot(seed, "entry", entry))):
        missing = max(wanted - len(standing.get(entry, ())), 0)
        ordered = sorted(free[entry], key=lambda juror: (load[juror], lot(seed, entry, juror)))
        chosen = set(ordered[:missing])
        for juror in chosen:
            load[juror] += 1
        result.given[entry] = chosen
        if missing > len(chosen):
            result.short[entry] = missing - len(chosen)
    _even_out(seed, result.given, free, load)
    return result


def _even_out(
    seed: str, given: dict[int, set[int]], free: Mapping[int, set[int]], load: dict[int, int]
) -> None:
    """Move entries along chains until no chain makes the loads more even."""
    stuck: set[int] = set()
    while left := [juror for juror in load if juror not in stuck]:
        giver = max(left, key=lambda juror: (load[juror], lot(seed, "giver", juror)))
        chain = _chain(seed, giver, given, free, load)
        if chain is None:
            stuck.add(giver)
            continue
        for entry, before, after in chain:
            given[entry].remove(before)
            given[entry].add(after)
        load[giver] -= 1
        load[chain[-1][2]] += 1
        stuck.clear()


Step = tuple[int, int, int]


def _chain(
    seed: str,
    giver: int,
    given: Mapping[int, set[int]],
    free: Mapping[int, set[int]],
    load: Mapping[int, int],
) -> list[Step] | None:
    """Return moves (entry, from, to) from ``giver`` to somebody with at least two entries less."""
    came: dict[int, Step | None] = {giver: None}
    queue = deque([giver])
    while queue:
        juror = queue.popleft()
        if load[juror] <= load[giver] - 2:
            return _back(came, juror)
        for entry in sorted(entry for entry, jurors in given.items() if juror in jurors):
            others = sorted(
                free[entry] - given[entry] - came.keys(),
                key=lambda other: lot(seed, "chain", entry, other),
            )
            for other in others:
                came[other] = (entry, juror, other)
                queue.append(other)
    return None


def _back(came: Mapping[int, Step | None], juror: int) -> list[Step]:
    chain: list[Step] = []
    while (step := came[juror]) is not None:
        chain.insert(0, step)
        juror = step[1]
    return chain

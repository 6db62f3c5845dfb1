"""Which paragraphs, pictures and rows of two versions are the same ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from editorial.difference.alignment import MOST_PAIRS, Pair, alike, common, gaps
from editorial.difference.formatting import BECOMES
from editorial.difference.units import Unit

# Share of the pairs of characters that two texts have in common (Dice). A sentence of which every
# second word is new still reads as the same one; what stands elsewhere must resemble more.
LEAST_CHANGED = 0.4
LEAST_MOVED = 0.8


@dataclass(frozen=True)
class Match:
    """A unit of the older version and what became of it; one of the two may be missing."""

    before: Unit | None
    after: Unit | None
    is_moved: bool = False


def paired(before: Sequence[Unit], after: Sequence[Unit]) -> list[Match]:
    """Return what became of each unit, in the order of the newer version.

    What went stands where it stood. Equal units are landmarks; between two of them, units that
    are alike belong together; of the rest, those that are nearly equal were moved. The numbers of
    Wagtail's blocks help where it kept them, the numbers of rows do not: the author's form gives
    them by position.
    """
    same = common([u.fingerprint for u in before], [u.fingerprint for u in after])
    pairs: list[Pair] = []
    for rows, columns in gaps(same, len(before), len(after)):
        pairs += alike(
            rows, columns, lambda i, j: _likeness(before[i], after[j]), least=LEAST_CHANGED
        )
    pairs = sorted([*same, *pairs])
    moved = _moved(before, after, pairs)
    return list(_in_order(before, after, pairs, moved))


def _likeness(old: Unit, new: Unit) -> float:
    if old.form != new.form and not (old.form in BECOMES and new.form in BECOMES):
        return 0.0
    if old.block_id and old.block_id == new.block_id:
        return 1.0
    if old.shows or new.shows:
        return 1.0 if old.shows == new.shows else 0.0
    if old.head and old.head == new.head:
        return 1.0
    if not (old.pairs and new.pairs):
        return 0.0
    return 2 * len(old.pairs & new.pairs) / (len(old.pairs) + len(new.pairs))


def _moved(before: Sequence[Unit], after: Sequence[Unit], pairs: list[Pair]) -> dict[int, int]:
    """Return for units of the newer version without a partner the one that stood elsewhere."""
    placed_before, placed_after = {i for i, _ in pairs}, {j for _, j in pairs}
    gone = [i for i in range(len(before)) if i not in placed_before]
    come = [j for j in range(len(after)) if j not in placed_after]
    found: dict[int, int] = {}
    waiting: dict[object, list[int]] = {}
    for i in reversed(gone):
        waiting.setdefault(before[i].fingerprint, []).append(i)
    for j in come:
        if equal := waiting.get(after[j].fingerprint):
            found[j] = equal.pop()
    taken = set(found.values())
    gone = [i for i in gone if i not in taken]
    come = [j for j in come if j not in found]
    if len(gone) * len(come) > MOST_PAIRS:
        return found
    for j in come:
        best = max(gone, key=lambda i: _likeness(before[i], after[j]), default=None)
        if best is not None and _likeness(before[best], after[j]) >= LEAST_MOVED:
            found[j] = best
            gone.remove(best)
    return found


def _in_order(
    before: Sequence[Unit], after: Sequence[Unit], pairs: list[Pair], moved: dict[int, int]
) -> Iterator[Match]:
    elsewhere = set(moved.values())
    between = gaps(pairs, len(before), len(after))
    for (rows, columns), pair in zip(between, [*pairs, None], strict=True):
        for i in rows:
            if i not in elsewhere:
                yield Match(before[i], None)
        for j in columns:
            origin = moved.get(j)
            old = before[origin] if origin is not None else None
            yield Match(old, after[j], is_moved=old is not None)
        if pair:
            yield Match(before[pair[0]], after[pair[1]])

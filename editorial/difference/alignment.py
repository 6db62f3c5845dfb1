"""Which elements of two sequences belong together, in bounded time and memory."""

from collections.abc import Callable, Hashable, Sequence
from itertools import takewhile

# One bit a cell: 25 MB at most. Two paragraphs of 20,000 characters still fit.
MOST_CELLS = 200_000_000
# Some microseconds a pair: below a second. 500 changed paragraphs in a row still fit.
MOST_PAIRS = 250_000

Pair = tuple[int, int]


def common(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Pair]:
    """Return the positions of a longest common subsequence, in ascending order.

    Bit-parallel, after Hyyrö, "Bit-parallel LCS-length computation revisited" (2004), with the rows
    kept for the way back: the time depends on the lengths only, never on how often an element
    repeats, which is what makes ``difflib`` cubic on 的 and on commas.

    Beyond ``MOST_CELLS`` only what both begin and end with is found.
    """
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    inner_before = before[head : len(before) - tail]
    inner_after = after[head : len(after) - tail]
    pairs = [(position, position) for position in range(head)]
    if len(inner_before) * len(inner_after) <= MOST_CELLS:
        inner = _longest(inner_before, inner_after)
        pairs += [(head + first, head + second) for first, second in inner]
    return pairs + [(len(before) - back, len(after) - back) for back in range(tail, 0, -1)]


def _shared(before: Sequence[Hashable], after: Sequence[Hashable]) -> int:
    same = takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))
    return sum(1 for _ in same)


def _longest(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Pair]:
    places: dict[Hashable, int] = {}
    for position, element in enumerate(after):
        places[element] = places.get(element, 0) | (1 << position)
    everything = (1 << len(after)) - 1
    state, rows = everything, []
    for element in before:
        matching = state & places.get(element, 0)
        state = ((state + matching) | (state - matching)) & everything
        rows.append(state)
    pairs = []
    row, column = len(before), len(after)
    while row and column:
        if rows[row - 1] >> (column - 1) & 1:
            column -= 1
            continue
        row -= 1
        if row and not rows[row - 1] >> (column - 1) & 1:
            continue
        column -= 1
        pairs.append((row, column))
    return pairs[::-1]


def gaps(pairs: Sequence[Pair], before: int, after: int) -> list[tuple[range, range]]:
    """Return what lies between ``pairs``: as many gaps as pairs and one, some of them empty.

    Args:
        pairs: positions in ascending order.
        before, after: how long the two sequences are.
    """
    found, first, second = [], 0, 0
    for row, column in [*pairs, (before, after)]:
        found.append((range(first, row), range(second, column)))
        first, second = row + 1, column + 1
    return found


def alike(
    before: Sequence[int],
    after: Sequence[int],
    likeness: Callable[[int, int], float],
    *,
    least: float,
) -> list[Pair]:
    """Return the pairs, in order and without crossing, whose likeness adds up to the most.

    Args:
        before, after: positions to be paired.
        likeness: of two positions, 0 to 1.
        least: pairs below it are none.

    Beyond ``MOST_PAIRS`` nothing is paired.
    """
    rows, columns = len(before), len(after)
    if rows * columns > MOST_PAIRS:
        return []
    # best[row][column]: what the elements from there on can give.
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    values = [[likeness(first, second) for second in after] for first in before]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            value = values[row][column]
            taken = best[row + 1][column + 1] + value if value >= least else 0.0
            best[row][column] = max(best[row + 1][column], best[row][column + 1], taken)
    pairs, row, column = [], 0, 0
    while row < rows and column < columns:
        value = values[row][column]
        if value >= least and best[row][column] == best[row + 1][column + 1] + value:
            pairs.append((before[row], after[column]))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return pairs

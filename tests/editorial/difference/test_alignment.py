"""Longest common subsequences and likely partners."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from editorial.difference.alignment import MOST_PAIRS, alike, common, gaps

LETTERS = st.lists(st.sampled_from("abc"), max_size=12)


def length(before: list[str], after: list[str]) -> int:
    """Return how long a common subsequence can be, by the book."""
    rows = [[0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i, first in enumerate(before, start=1):
        for j, second in enumerate(after, start=1):
            rows[i][j] = (
                rows[i - 1][j - 1] + 1 if first == second else max(rows[i - 1][j], rows[i][j - 1])
            )
    return rows[-1][-1]


@given(LETTERS, LETTERS)
def test_a_longest_common_subsequence_is_found(before, after):
    pairs = common(before, after)
    assert len(pairs) == length(before, after)
    assert all(before[i] == after[j] for i, j in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in itertools.pairwise(pairs))


@given(LETTERS, LETTERS)
def test_gaps_and_pairs_cover_both_sequences(before, after):
    pairs = common(before, after)
    between = gaps(pairs, len(before), len(after))
    assert len(between) == len(pairs) + 1
    rows = [i for gap, _ in between for i in gap] + [i for i, _ in pairs]
    columns = [j for _, gap in between for j in gap] + [j for _, j in pairs]
    assert sorted(rows) == list(range(len(before)))
    assert sorted(columns) == list(range(len(after)))


def test_partners_add_up_to_the_most_and_do_not_cross():
    likeness = {(0, 0): 0.5, (0, 1): 0.9, (1, 0): 0.8, (1, 1): 0.5}
    found = alike([0, 1], [0, 1], lambda i, j: likeness[i, j], least=0.4)
    assert found == [(0, 0), (1, 1)]  # 1.0 is more than 0.9 alone
    found = alike([0, 1], [0, 1], lambda i, j: likeness[i, j], least=0.6)
    assert found == [(0, 1)]


def test_too_many_are_not_paired():
    many = range(int(MOST_PAIRS**0.5) + 1)
    assert alike(many, many, lambda i, j: 1.0, least=0.5) == []

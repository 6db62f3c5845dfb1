"""Estimates of how many documents hold something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.postgres.statistics import Statistics

KNOWN = Statistics(1_000, {}, {"g教": 0.5, "g教育": 0.2, "g读": 0.1, "t教": 0.05}, rest=0.01)


@pytest.mark.parametrize(
    ("start", "documents"),
    [
        ("g教", 700),
        ("g教育", 200),
        ("g读", 100),
        ("g", 800),
        ("g没", 10),  # not among the most frequent: as many as the rarest of those
        ("t教", 50),
        ("z", 10),
    ],
)
def test_beginnings(start, documents):
    assert KNOWN.beginning(start) == documents


def test_no_more_than_there_are_nor_none():
    assert Statistics(10, {}, {"ga": 0.9, "gab": 0.9}).beginning("ga") == 10
    assert Statistics(10, {}).beginning("ga") == 1


@given(
    st.dictionaries(st.text("ab教𠀀", max_size=4), st.floats(0.0, 0.05), max_size=20),
    st.text("ab教𠀀", max_size=3),
)
def test_as_if_each_was_looked_at(shares, start):
    listed = [share for lexeme, share in shares.items() if lexeme.startswith(start)]
    expected = sum(listed) if listed else 0.03
    found = Statistics(1_000_000, {}, shares, rest=0.03).beginning(start)
    assert found == pytest.approx(1_000_000 * min(1.0, expected), abs=1)

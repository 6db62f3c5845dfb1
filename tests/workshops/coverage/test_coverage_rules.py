"""Which shares may be shown: by table, and for anything anybody could work out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.coverage.rules import LEAST, Share, guarded, may_show

COUNTS = st.integers(0, 40)
SHARES = st.lists(
    st.tuples(COUNTS, COUNTS).map(lambda pair: (min(pair), max(pair))), max_size=6
).map(lambda pairs: [Share(f"组{n}", have, of) for n, (have, of) in enumerate(pairs)])


@pytest.mark.parametrize(
    ("have", "of", "people", "units"),
    [
        (0, 0, False, False),
        (4, 4, False, False),
        (0, 30, False, True),
        (30, 30, False, True),
        (4, 30, False, False),
        (26, 30, False, False),
        (5, 30, True, True),
        (25, 30, True, True),
        (5, 10, True, True),
        (5, 9, False, False),
    ],
)
def test_small_sides_are_hidden(have, of, people, units):
    assert may_show(have, of, is_of_people=True) == people
    assert may_show(have, of, is_of_people=False) == units


def test_a_single_hidden_group_takes_the_smallest_other_with_it():
    shares = [Share("甲", 2, 20), Share("乙", 10, 20), Share("丙", 20, 50)]
    total, rows = guarded(shares, is_of_people=True)
    assert (total.have, total.of, total.percent) == (32, 90, 36)
    assert [row.is_hidden for row in rows] == [True, True, False]


def test_groups_of_nobody_are_left_out_and_a_small_total_says_nothing():
    assert guarded([Share("甲", 0, 0), Share("乙", 3, 9)], is_of_people=True)[0] is None
    _, rows = guarded([Share("甲", 0, 0), Share("乙", 3, 9)], is_of_people=True)
    assert [(row.label, row.have) for row in rows] == [("乙", None)]


@given(shares=SHARES, is_of_people=st.booleans())
def test_what_is_shown_may_be_shown_and_what_is_hidden_cannot_be_worked_out(shares, is_of_people):
    total, rows = guarded(shares, is_of_people=is_of_people)
    counted = [share for share in shares if share.of]
    assert [row.label for row in rows] == [share.label for share in counted]
    if total is None:
        assert all(row.is_hidden for row in rows)
        return
    assert may_show(total.have, total.of, is_of_people=is_of_people)
    for row in rows:
        if not row.is_hidden:
            assert may_show(row.have, row.of, is_of_people=is_of_people)
    hidden = [share for share, row in zip(counted, rows, strict=True) if row.is_hidden]
    if hidden:
        # A reader knows the total less what is shown: the hidden groups taken together.
        together = sum(share.have for share in hidden), sum(share.of for share in hidden)
        left = (
            total.have - sum(row.have for row in rows if not row.is_hidden),
            total.of - sum(row.of for row in rows if not row.is_hidden),
        )
        assert together == left
        assert len(hidden) > 1 or len(counted) == 1
        assert may_show(*together, is_of_people=is_of_people)


def test_least_is_five():
    assert LEAST == 5

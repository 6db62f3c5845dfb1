"""No small group is shown, and none can be worked out from what is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.figures.rules import LEAST_GUESSES, LEAST_PEOPLE, Cell, guarded, may_show_total


def cells(*pairs):
    return [Cell(f"组{number}", books, people) for number, (books, people) in enumerate(pairs)]


def shown(pairs, *, nobody_may_show=False):
    return [cell.books for cell in guarded(cells(*pairs), nobody_may_show=nobody_may_show)]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], []),
        ([(40, 20), (30, 10)], [40, 30]),
        # One small group alone would be the total less the others.
        ([(40, 20), (3, 2), (30, 10)], [40, None, None]),
        # Five people are enough, four are not.
        ([(5, 5), (40, 20)], [5, 40]),
        # The next smallest is too close to its own floor to hide the small one: one more.
        ([(1, 1), (5, 5), (50, 20), (60, 20)], [None, None, None, 60]),
        # An empty group of teachers is a small group.
        ([(0, 0), (40, 20), (30, 10)], [None, 40, None]),
        # Two small ones that hide each other, and enough with them.
        ([(9, 4), (8, 4), (40, 20)], [None, None, 40]),
        # Nothing is left to hide behind: all go.
        ([(1, 1), (5, 5)], [None, None]),
    ],
)
def test_groups_of_teachers(pairs, expected):
    assert shown(pairs) == expected


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(0, 0), (40, 20)], [0, 40]),
        ([(0, 0), (2, 1), (40, 20), (30, 10)], [0, None, 40, None]),
    ],
)
def test_an_empty_month_may_be_shown(pairs, expected):
    assert shown(pairs, nobody_may_show=True) == expected


def test_no_number_of_people_leaves_the_rules():
    assert all(not cell.people for cell in guarded(cells((9, 9), (1, 1)), nobody_may_show=True))


@pytest.mark.parametrize(("people", "expected"), [(0, False), (4, False), (5, True)])
def test_a_total_needs_five_people(people, expected):
    assert may_show_total(people) is expected


GROUPS = st.lists(
    st.integers(0, 30).flatmap(
        lambda people: st.tuples(
            st.integers(people, people * 6) if people else st.just(0), st.just(people)
        )
    ),
    max_size=12,
)


@given(GROUPS, st.booleans())
def test_no_small_group_is_shown(pairs, nobody_may_show):
    result = shown(pairs, nobody_may_show=nobody_may_show)
    assert len(result) == len(pairs)
    for (books, people), cell in zip(pairs, result, strict=True):
        assert cell in (books, None)
        if 0 < people < LEAST_PEOPLE or (people == 0 and not nobody_may_show):
            assert cell is None


@given(GROUPS, st.booleans())
def test_what_is_hidden_cannot_be_worked_out(pairs, nobody_may_show):
    """Whoever knows the total, what is shown and which groups are small has to guess."""
    result = shown(pairs, nobody_may_show=nobody_may_show)
    hidden = [pairs[index] for index, cell in enumerate(result) if cell is None]
    if not hidden or len(hidden) == len([pair for pair in pairs if pair[1] or not nobody_may_show]):
        return  # nothing is hidden, or everything: then only the total is known
    least = 1 if nobody_may_show else 0
    floors = [least if people < LEAST_PEOPLE else LEAST_PEOPLE for _, people in hidden]
    room = sum(books for books, _ in hidden) - sum(floors)
    assert len(hidden) > 1
    assert room + 1 >= LEAST_GUESSES


@given(GROUPS)
def test_nothing_is_hidden_without_need(pairs):
    if all(people >= LEAST_PEOPLE for _, people in pairs):
        assert shown(pairs) == [books for books, _ in pairs]

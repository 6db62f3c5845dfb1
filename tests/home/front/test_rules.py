"""The layout of the front page, and whose turn it is."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.front.rules import Row, Width, of_the_day, rows, week_number

LEAD, SIDE, FULL, HALF, TEXT = Width
LAYOUTS = {
    "nothing": ([], []),
    "as it always was": (
        [LEAD, SIDE, FULL, FULL, HALF, HALF, HALF, HALF, TEXT, TEXT],
        [
            Row("front", (0, 1)),
            Row("single", (2,)),
            Row("single", (3,)),
            Row("split", (4, 5)),
            Row("split", (6, 7)),
            Row("text", (8, 9)),
        ],
    ),
    "a half without a neighbour": (
        [HALF, FULL, HALF],
        [Row("single", (0,)), Row("single", (1,)), Row("single", (2,))],
    ),
    "three halves": ([HALF, HALF, HALF], [Row("split", (0, 1)), Row("single", (2,))]),
    "a lead alone": ([LEAD, FULL], [Row("single", (0,)), Row("single", (1,))]),
    "the side before the lead": ([SIDE, LEAD], [Row("single", (0,)), Row("single", (1,))]),
    "words between": (
        [TEXT, HALF, TEXT, HALF],
        [Row("text", (0,)), Row("single", (1,)), Row("text", (2,)), Row("single", (3,))],
    ),
}


@pytest.mark.parametrize(("widths", "laid"), LAYOUTS.values(), ids=LAYOUTS.keys())
def test_layouts(widths, laid):
    assert rows(widths) == laid


@given(st.lists(st.sampled_from(Width.values), max_size=9))
def test_every_section_stands_once_in_its_order(widths):
    assert [index for row in rows(widths) for index in row.sections] == list(range(len(widths)))


@given(st.dates(), st.integers(1, 12))
def test_each_has_its_day_and_all_have_as_many(day, amount):
    choices = list(range(amount))
    turns = (
        [of_the_day(choices, day + timedelta(days=n)) for n in range(amount)]
        if (day < date(9999, 12, 1))
        else choices
    )
    assert sorted(turns) == choices


def test_nothing_to_choose_from():
    assert of_the_day([], date(2026, 9, 1)) is None


def test_weeks_begin_on_monday():
    monday = date(2026, 11, 30)
    week = {week_number(monday + timedelta(days=days)) for days in range(7)}
    assert week == {week_number(monday)}
    assert week_number(monday + timedelta(days=7)) == week_number(monday) + 1

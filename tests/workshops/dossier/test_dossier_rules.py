"""When a dossier can be written, handed in, returned, assessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.choices import DossierState
from workshops.dossier import rules
from workshops.dossier.rules import Rated

GOOD = Rated("活动", ("好", "差"), "好")


@pytest.mark.parametrize(
    ("state", "write", "assess"),
    [
        (DossierState.OPEN, True, False),
        (DossierState.RETURNED, True, False),
        (DossierState.HANDED_IN, False, True),
        (DossierState.ASSESSED, False, False),
    ],
)
def test_the_host_and_the_office_take_turns(state, write, assess):
    assert bool(rules.may_write(state)) == write
    assert bool(rules.may_assess(state)) == assess
    assert bool(rules.may_hand_in(state, summary="话", rated=[GOOD])) == write


@pytest.mark.parametrize(
    ("summary", "rated", "allowed"),
    [
        ("话", [], True),
        (" ", [GOOD], False),
        ("话", [GOOD, Rated("成果", ("好",), "")], False),
        ("话", [GOOD, Rated("成果", ("好",), "不在列")], False),
    ],
)
def test_what_is_handed_in_is_complete(summary, rated, allowed):
    answer = rules.may_hand_in(DossierState.OPEN, summary=summary, rated=rated)
    assert bool(answer) == allowed
    assert bool(answer) != bool(answer.reason)


@given(day=st.dates(), due=st.none() | st.dates(), begins=st.dates())
def test_days(day, due, begins):
    assert rules.is_late(day, due) == (due is not None and day > due)
    assert bool(rules.may_begin(starts_on=begins, today=day)) == (day >= begins)


def test_late_is_the_day_after():
    assert not rules.is_late(date(2026, 9, 30), date(2026, 9, 30))
    assert rules.is_late(date(2026, 10, 1), date(2026, 9, 30))

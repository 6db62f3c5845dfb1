"""When somebody was there: tables, then anything."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.attendance import rules

START = datetime(2026, 3, 5, 6, 0, tzinfo=UTC)
SLOT = rules.Slot(START, START + timedelta(minutes=120))
FIGURES = rules.Figures()


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("minutes", "may"), [(-31, False), (-30, True), (0, True), (135, True), (136, False)]
)
def test_the_door_opens_before_and_closes_after(minutes, may):
    assert bool(rules.may_open_door(at(minutes), SLOT, FIGURES)) is may


@pytest.mark.parametrize(
    ("minutes", "is_editor", "may"),
    [
        (-31, False, False),
        (-31, True, False),
        (-30, False, True),
        (120 + 30 * 24 * 60, False, True),
        (121 + 30 * 24 * 60, False, False),
        (121 + 30 * 24 * 60, True, True),
    ],
)
def test_nobody_marks_a_future_session(minutes, is_editor, may):
    assert bool(rules.may_mark(at(minutes), SLOT, FIGURES, is_editor=is_editor)) is may


@pytest.mark.parametrize(
    ("shown", "received", "kept", "arrived", "is_late", "words"),
    [
        (10, 10, None, 10, False, ""),
        (10, 11.5, None, 11.5, False, ""),  # 30 s on the screen and 60 s more
        (10, 11.6, None, None, False, "过期"),
        (10, 60, 10.2, 10.2, True, ""),  # kept on the phone
        (10, 60, 8, None, False, "过期"),  # the phone's clock is too far away
        (10, 60, 9.8, 10, True, ""),  # a little slow: never before the code was shown
        (10, 120 + 48 * 60, 10.2, 10.2, True, ""),
        (10, 121 + 48 * 60, 10.2, None, False, "太晚"),
        (-31, -31, None, None, False, "还没有开始"),
        (-40, 60, -40, None, False, "还没有开始"),
        (136, 136, None, None, False, "已经结束"),
        (60, 10, None, None, False, "无效"),  # not shown yet: nobody can have it
    ],
)
def test_what_a_code_from_the_screen_shows(shown, received, kept, arrived, is_late, words):
    proof = rules.Proof(at(shown), at(received), None if kept is None else at(kept))
    arrival = rules.arrival_of(proof, SLOT, FIGURES)
    assert words in arrival.refusal if words else arrival.refusal == ""
    assert arrival.at == (None if arrived is None else at(arrived))
    assert arrival.is_late is is_late


@given(
    shown=st.floats(-200, 4000),
    received=st.floats(-200, 4000),
    kept=st.none() | st.floats(-200, 4000),
)
def test_no_proof_shows_anybody_outside_the_door(shown, received, kept):
    proof = rules.Proof(at(shown), at(received), None if kept is None else at(kept))
    arrival = rules.arrival_of(proof, SLOT, FIGURES)
    assert (arrival.at is None) == bool(arrival.refusal)
    if arrival.at is not None:
        opens = rules.door_opens(SLOT, FIGURES)
        assert opens <= arrival.at <= rules.door_closes(SLOT, FIGURES)
        assert arrival.at <= proof.received_at
        assert arrival.is_late or kept is None or received - shown <= 1.51


@pytest.mark.parametrize(
    ("kept", "received", "arrived", "is_late"),
    [(10, 10, 10, False), (10, 60, 10, True), (-60, 10, None, False), (70, 60, None, False)],
)
def test_a_ticket_that_a_host_kept(kept, received, arrived, is_late):
    arrival = rules.kept_arrival(at(kept), at(received), SLOT, FIGURES)
    assert arrival.at == (None if arrived is None else at(arrived))
    assert arrival.is_late is is_late


@pytest.mark.parametrize(
    ("is_registered", "takes", "walk_ins", "may"),
    [
        (True, True, "refused", True),
        (False, False, "refused", True),
        (False, True, "welcome", True),
        (False, True, "refused", False),
    ],
)
def test_those_without_a_place(is_registered, takes, walk_ins, may):
    answer = rules.may_attend(
        is_registered=is_registered, takes_registrations=takes, walk_ins=walk_ins
    )
    assert bool(answer) is may


@pytest.mark.parametrize(
    ("came", "left", "minutes", "span"),
    [
        (None, None, None, (0, 120)),
        (-20, None, None, (0, 120)),
        (15, None, None, (0, 120)),  # within the grace
        (16, None, None, (16, 120)),
        (16, 60, None, (16, 60)),
        (None, 60, None, (0, 60)),
        (None, 500, None, (0, 120)),
        (None, None, 45, (0, 45)),
        (130, None, None, (120, 120)),
    ],
)
def test_how_long_somebody_took_part(came, left, minutes, span):
    found = rules.attended(
        SLOT,
        arrived_at=None if came is None else at(came),
        left_at=None if left is None else at(left),
        minutes=minutes,
        grace_minutes=15,
    )
    assert found == (at(span[0]), at(span[1]))


@pytest.mark.parametrize(
    ("came", "left", "minutes", "fields"),
    [
        (None, None, None, []),
        (10, 60, None, []),
        (None, None, 120, []),
        (None, None, 121, ["minutes"]),
        (None, None, 0, ["minutes"]),
        (10, None, 30, ["minutes"]),
        (120, None, None, ["arrived_at"]),
        (60, 60, None, ["left_at"]),
        (None, 0, None, ["left_at"]),
    ],
)
def test_impossible_stays_are_told_by_field(came, left, minutes, fields):
    problems = rules.stay_problem(
        SLOT,
        arrived_at=None if came is None else at(came),
        left_at=None if left is None else at(left),
        minutes=minutes,
    )
    assert list(problems) == fields

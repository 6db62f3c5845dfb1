"""What attendance is worth: tables, then anything."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.hours import rules

START = datetime(2026, 3, 5, 6, 0, tzinfo=UTC)


def span(first: int, last: int) -> rules.Span:
    return START + timedelta(minutes=first), START + timedelta(minutes=last)


@pytest.mark.parametrize(
    ("attended", "taken", "ceilings", "quarters", "covered", "words"),
    [
        ((0, 120), [], [], 8, [(0, 120)], ""),
        ((0, 60), [], [], 4, [(0, 60)], "到场 60 分钟"),
        ((0, 59), [], [], 3, [(0, 59)], "到场 59 分钟"),
        ((0, 14), [], [], 0, [], "到场 14 分钟"),
        ((0, 120), [(60, 180)], [], 4, [(0, 60)], "重叠"),
        ((0, 120), [(30, 60)], [], 6, [(0, 30), (60, 120)], "重叠"),
        ((0, 120), [(-60, 200)], [], 0, [], "重叠"),
        ((0, 120), [], [(6, 0)], 6, [(0, 120)], "最多 1.5 学时"),
        ((0, 120), [], [(24, 20)], 4, [(0, 120)], "最多 6 学时"),
        ((0, 120), [], [(24, 24)], 0, [], "最多 6 学时"),
        ((0, 120), [], [(24, 30)], 0, [], "最多 6 学时"),
        ((0, 120), [], [(24, 0), (2, 0)], 2, [(0, 120)], "最多 0.5 学时"),
    ],
)
def test_worth(attended, taken, ceilings, quarters, covered, words):
    worth, spans = rules.worth_of(
        8,
        120,
        span(*attended),
        [span(*each) for each in taken],
        [rules.Ceiling("上限", most, used) for most, used in ceilings],
    )
    assert worth.quarters == quarters
    assert spans == [span(*each) for each in covered]
    assert words in worth.reason if words else worth.reason == ""


def test_a_session_without_planned_hours_is_worth_nothing():
    worth, spans = rules.worth_of(0, 120, span(0, 120), [], [])
    assert (worth.quarters, spans) == (0, [])


minutes = st.integers(min_value=0, max_value=600)
pieces = st.lists(st.tuples(minutes, minutes).filter(lambda pair: pair[0] < pair[1]), max_size=6)


@given(
    planned=st.integers(0, 40),
    length=st.integers(1, 600),
    attended=st.tuples(minutes, minutes),
    taken=pieces,
    ceilings=st.lists(st.tuples(st.integers(1, 60), st.integers(0, 60)), max_size=3),
)
def test_never_more_than_planned_present_free_or_allowed(
    planned, length, attended, taken, ceilings
):
    first, last = sorted(attended)
    whole = span(min(first, length), min(last, length))
    busy = [span(*each) for each in taken]
    limits = [rules.Ceiling("上限", most, used) for most, used in ceilings]
    worth, spans = rules.worth_of(planned, length, whole, busy, limits)
    assert 0 <= worth.quarters <= planned
    assert bool(spans) == bool(worth.quarters)
    assert worth.quarters * length <= planned * max(rules.minutes_of(spans), 0) or not spans
    for limit in limits:
        assert worth.quarters <= max(0, limit.most - limit.used)
    for start, end in spans:
        assert whole[0] <= start < end <= whole[1]
        assert not any(start < right and left < end for left, right in busy)
    assert not rules.overlaps(spans)


@given(steps=st.lists(st.tuples(minutes, minutes), max_size=8))
def test_any_order_of_sessions_never_counts_a_minute_twice(steps):
    taken: list[rules.Span] = []
    for first, last in steps:
        start, end = sorted((first, last))
        _, spans = rules.worth_of(8, max(1, end - start), span(start, end), taken, [])
        taken += spans
        assert not rules.overlaps(taken)


@pytest.mark.parametrize(
    ("quarters", "words"),
    [(0, "0"), (1, "0.25"), (2, "0.5"), (4, "1"), (6, "1.5"), (40, "10"), (-6, "-1.5")],
)
def test_hours_in_words(quarters, words):
    assert rules.hours_words(quarters) == words
    assert rules.hours_of(quarters) == Decimal(words)


@pytest.mark.parametrize(
    ("by", "owner", "entitled", "standing", "may"),
    [
        (1, 2, True, True, True),
        (1, 1, True, True, False),
        (1, 2, False, True, False),
        (1, 2, True, False, False),
    ],
)
def test_nobody_confirms_the_own_hours(by, owner, entitled, standing, may):
    answer = rules.may_confirm(by_id=by, owner_id=owner, is_entitled=entitled, is_standing=standing)
    assert bool(answer) is may

"""Where a contest stands, and who may do what."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forums.contests import rules
from forums.contests.rules import ContestFacts, Phase
from people.colleagues import Circle

# A slow machine is no mistake of the rules.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


def facts(**values):
    defaults = {
        "is_open": True,
        "is_ready": True,
        "entry_opens_at": None,
        "entry_closes_at": NOW + timedelta(days=1),
        "objection_days": 5,
    }
    return ContestFacts(**defaults | values)


@pytest.mark.parametrize(
    ("values", "phase"),
    [
        ({}, Phase.ENTERING),
        ({"is_open": False}, Phase.PREPARING),
        ({"is_ready": False}, Phase.PREPARING),
        ({"entry_opens_at": NOW + timedelta(hours=1)}, Phase.COMING),
        ({"entry_opens_at": NOW}, Phase.ENTERING),
        ({"entry_closes_at": NOW}, Phase.CLOSED),
        ({"drawn_at": NOW}, Phase.JUDGING),
        ({"drawn_at": NOW, "is_open": False}, Phase.JUDGING),
        ({"drawn_at": NOW, "published_at": NOW - timedelta(days=4)}, Phase.OBJECTIONS),
        ({"drawn_at": NOW, "published_at": NOW - timedelta(days=5)}, Phase.DONE),
        ({"drawn_at": NOW, "published_at": NOW, "objection_days": 0}, Phase.DONE),
    ],
)
def test_where_a_contest_stands(values, phase):
    assert rules.phase_of(facts(**values), NOW) == phase


@pytest.mark.parametrize("phase", Phase)
def test_entries_change_only_while_they_come_in(phase):
    answer = rules.may_enter(phase)
    assert bool(answer) == (phase == Phase.ENTERING)
    assert answer or answer.reason.endswith("。")


@pytest.mark.parametrize("phase", Phase)
def test_withdrawing_ends_with_the_results(phase):
    assert bool(rules.may_withdraw(phase)) == (phase not in (Phase.OBJECTIONS, Phase.DONE))


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("has_open", [True, False])
def test_objecting(phase, has_open):
    allowed = phase == Phase.OBJECTIONS and not has_open
    assert bool(rules.may_object(phase, has_open=has_open)) == allowed


@pytest.mark.parametrize(
    ("values", "allowed"),
    [
        ({}, True),
        ({"is_handed_in": True}, False),
        ({"is_handed_in": True, "is_returned": True}, False),
        ({"judging_ends_at": NOW}, False),
        ({"judging_ends_at": NOW, "is_returned": True}, True),
        ({"phase": Phase.OBJECTIONS}, False),
        ({"phase": Phase.OBJECTIONS, "is_returned": True}, True),
        ({"phase": Phase.CLOSED}, False),
    ],
)
def test_scoring(values, allowed):
    defaults = {
        "phase": Phase.JUDGING,
        "judging_ends_at": NOW + timedelta(days=1),
        "is_handed_in": False,
        "is_returned": False,
        "now": NOW,
    }
    assert bool(rules.may_score(**defaults | values)) == allowed


UNIT, SHOP = Circle("unit", "unit:1"), Circle("workshop", "workshop:9")


@pytest.mark.parametrize(
    ("juror", "contestant", "expected"),
    [
        ((1, [UNIT]), (2, []), ""),
        ((1, []), (1, []), "own"),
        ((1, [UNIT]), (2, [UNIT]), "unit"),
        ((1, [UNIT, SHOP]), (2, [SHOP]), "workshop"),
        ((1, [UNIT, SHOP]), (2, [SHOP, UNIT]), "unit"),
        ((1, [UNIT]), (2, [Circle("unit", "unit:2")]), ""),
    ],
)
def test_conflicts(juror, contestant, expected):
    found = rules.conflict(
        juror_id=juror[0],
        contestant_id=contestant[0],
        juror_circles=juror[1],
        contestant_circles=contestant[1],
    )
    assert found == expected


circles = st.frozensets(st.sampled_from([UNIT, SHOP, Circle("unit", "unit:2")]))


@calm
@given(st.integers(1, 3), st.integers(1, 3), circles, circles)
def test_a_conflict_is_one_both_ways(one, other, own, others):
    there = rules.conflict(
        juror_id=one, contestant_id=other, juror_circles=own, contestant_circles=others
    )
    back = rules.conflict(
        juror_id=other, contestant_id=one, juror_circles=others, contestant_circles=own
    )
    assert there == back


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("8.5", ""),
        ("0", ""),
        ("10", ""),
        ("10.5", "请填 0 到 10 之间的分数。"),
        ("-0.5", "请填 0 到 10 之间的分数。"),
        ("8.3", "每级 0.5 分，请填这样的分数。"),
        ("NaN", "请填 0 到 10 之间的分数。"),
        ("Infinity", "请填 0 到 10 之间的分数。"),
    ],
)
def test_points_keep_their_bounds_and_steps(value, problem):
    bounds = {"least": Decimal(0), "most": Decimal(10), "step": Decimal("0.50")}
    assert rules.score_problem(Decimal(value), **bounds) == problem


def test_steps_count_from_the_least():
    bounds = {"least": Decimal(1), "most": Decimal(7), "step": Decimal(2)}
    assert not rules.score_problem(Decimal(3), **bounds)
    assert rules.score_problem(Decimal(2), **bounds)


@calm
@given(st.lists(st.integers(1, 100), max_size=12))
def test_weights_make_a_hundred(weights):
    assert bool(rules.weight_problem(weights)) == (sum(weights) != 100)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("执教 林 虚构", True),
        ("虚构示例小学的一节课", True),
        ("一节课", False),
        ("林中的课", False),
    ],
)
def test_names_are_found_in_texts(text, found):
    assert rules.names_in(text, ["林虚构", "虚构示例小学"]) is found


def test_a_name_of_one_character_is_no_name():
    assert not rules.names_in("林中的课", ["林", ""])

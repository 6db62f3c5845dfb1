"""From points to results: by hand, and for any points."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forums.contests import scoring
from forums.contests.awarding import Level, standings
from forums.contests.scoring import MEDIAN, Sheet, Way, Weighed

# A slow machine is no mistake of the rules.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

CRITERIA = [Weighed(1, "设计", 60, Decimal(10)), Weighed(2, "表达", 40, Decimal(20))]
halves = st.integers(0, 20).map(lambda number: Decimal(number) / 2)
sheets = st.lists(st.tuples(halves, halves), min_size=1, max_size=9).map(
    lambda rows: [Sheet(key, {1: one, 2: two}) for key, (one, two) in enumerate(rows)]
)
ways = st.builds(
    Way,
    combine=st.sampled_from(["mean", "median"]),
    drop_highest=st.integers(0, 3),
    drop_lowest=st.integers(0, 3),
    places=st.integers(0, 4),
)


def sheet(key, one, two):
    return Sheet(key, {1: Decimal(one), 2: Decimal(two)})


def test_a_total_is_the_weighted_share_of_what_could_be_reached():
    assert scoring.total_of(sheet(1, "8.5", "15"), CRITERIA) == Fraction(51) + 30
    assert scoring.total_of(sheet(1, "10", "20"), CRITERIA) == 100


def test_a_missing_criterion_is_an_error_not_a_nought():
    with pytest.raises(KeyError):
        scoring.total_of(Sheet(1, {1: Decimal(5)}), CRITERIA)


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        (Way(), "64.00"),
        (Way(combine=MEDIAN), "60.00"),
        (Way(drop_highest=1), "55.00"),
        (Way(drop_lowest=1), "70.00"),
        (Way(drop_highest=1, drop_lowest=1), "60.00"),
        (Way(drop_highest=3, drop_lowest=2), "64.00"),
        (Way(places=0), "64"),
    ],
)
def test_by_hand(way, expected):
    given_points = [("4", "8"), ("6", "12"), ("6", "12"), ("6", "12"), ("10", "20")]
    rows = [sheet(key, *row) for key, row in enumerate(given_points)]
    result = scoring.result_of(rows, CRITERIA, way)
    assert str(result.value) == expected


def test_without_points_there_is_no_result():
    result = scoring.result_of([], CRITERIA, Way())
    assert (result.value, result.totals) == (None, ())
    assert scoring.explained(result, CRITERIA, Way())["result"] is None


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Fraction(5, 2), 0, "3"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(2, 3), 4, "0.6667"),
        (Fraction(100), 2, "100.00"),
    ],
)
def test_rounding_is_half_up(value, places, expected):
    assert str(scoring.rounded(value, places)) == expected


@calm
@given(sheets, ways, st.randoms(use_true_random=False))
def test_the_order_of_the_jurors_changes_nothing(rows, way, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert scoring.result_of(rows, CRITERIA, way) == scoring.result_of(shuffled, CRITERIA, way)


@calm
@given(sheets, ways)
def test_what_is_dropped_and_what_counts(rows, way):
    result = scoring.result_of(rows, CRITERIA, way)
    values = [total.value for total in result.totals]
    assert values == sorted(values, reverse=True)
    counting = [total.value for total in result.totals if total.counts]
    assert counting
    drop = way.drop_highest + way.drop_lowest
    assert len(rows) - len(counting) == (drop if 0 < drop < len(rows) else 0)
    assert min(counting) <= Fraction(result.value) + Fraction(1, 2 * 10**way.places)
    assert Fraction(result.value) - Fraction(1, 2 * 10**way.places) <= max(counting)
    assert 0 <= result.value <= 100


@calm
@given(sheets, ways)
def test_the_explanation_adds_up(rows, way):
    result = scoring.result_of(rows, CRITERIA, way)
    told = scoring.explained(result, CRITERIA, way)
    assert told["result"] == str(result.value)
    assert len(told["sheets"]) == len(rows)
    for total, each in zip(result.totals, told["sheets"], strict=True):
        parts = sum(Decimal(point["part"]) for point in each["points"])
        assert abs(parts - Decimal(each["total"])) <= Decimal("0.01") + Decimal("0.01")
        assert each["counts"] is total.counts


@calm
@given(sheets, ways, halves)
def test_better_points_never_make_a_result_worse(rows, way, more):
    first = rows[0]
    raised = {key: max(value, more) for key, value in first.points.items()}
    better = [Sheet(first.key, raised), *rows[1:]]
    before = scoring.result_of(rows, CRITERIA, way).value
    assert scoring.result_of(better, CRITERIA, way).value >= before


LEVELS = [Level(1, 1), Level(2, 2), Level(3, 1, least=Decimal(60))]


@pytest.mark.parametrize(
    ("results", "ties", "expected"),
    [
        ([90, 80, 70, 65, 64], "up", [(1, 1), (2, 2), (3, 2), (4, 3), (5, None)]),
        ([90, 90, 70, 65], "up", [(1, 1), (1, 1), (3, 2), (4, 2)]),
        ([90, 90, 70, 65], "down", [(1, 2), (1, 2), (3, 3), (4, None)]),
        ([90, 80, 80, 80], "up", [(1, 1), (2, 2), (2, 2), (2, 2)]),
        ([90, 80, 80, 80], "down", [(1, 1), (2, None), (2, None), (2, None)]),
        ([90, 80, 70, 59], "up", [(1, 1), (2, 2), (3, 2), (4, None)]),
        ([], "up", []),
    ],
)
def test_awards_by_hand(results, ties, expected):
    found = standings({key: Decimal(value) for key, value in enumerate(results)}, LEVELS, ties)
    assert [(found[key].place, found[key].award) for key in range(len(results))] == expected


results_of_many = st.dictionaries(st.integers(0, 99), st.integers(0, 20).map(Decimal), max_size=30)
levels = st.lists(st.integers(1, 5), max_size=4).map(
    lambda sizes: [Level(key, most) for key, most in enumerate(sizes, start=1)]
)


@calm
@given(results_of_many, levels, st.sampled_from(["up", "down"]))
def test_equal_results_share_everything_and_better_ones_never_get_less(results, rows, ties):
    found = standings(results, rows, ties)
    ordered = sorted(results, key=lambda key: -results[key])
    for better, worse in pairwise(ordered):
        if results[better] == results[worse]:
            assert found[better] == found[worse]
        else:
            assert found[better].place < found[worse].place
        no_award = len(rows) + 1
        assert (found[better].award or no_award) <= (found[worse].award or no_award)


@calm
@given(results_of_many, levels)
def test_downwards_no_award_is_given_too_often(results, rows):
    found = standings(results, rows, "down")
    for level in rows:
        assert sum(each.award == level.key for each in found.values()) <= level.most

"""The draw: never a barred juror, as even as can be, the same again."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forums.contests import drawing

# A slow machine is no mistake of the rules.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

WANTED = st.integers(1, 4)
ALLOWED = st.dictionaries(
    st.integers(1, 40), st.frozensets(st.integers(101, 110)), min_size=1, max_size=25
)


def loads(draw, jurors):
    counted = dict.fromkeys(jurors, 0)
    for _, juror in draw.pairs:
        counted[juror] += 1
    return counted


@calm
@given(ALLOWED, WANTED, st.text(max_size=5))
def test_only_those_who_may_judge_and_as_many_as_there_can_be(may_judge, wanted, seed):
    draw = drawing.draw(seed, may_judge, wanted)
    for entry, allowed in may_judge.items():
        assert draw.given[entry] <= allowed
        assert len(draw.given[entry]) == min(wanted, len(allowed))
        assert draw.short.get(entry, 0) == wanted - len(draw.given[entry])


@calm
@given(ALLOWED, WANTED, st.text(max_size=5))
def test_no_move_makes_it_more_even(may_judge, wanted, seed):
    draw = drawing.draw(seed, may_judge, wanted)
    load = loads(draw, {juror for allowed in may_judge.values() for juror in allowed})
    for entry, allowed in may_judge.items():
        for busy in draw.given[entry]:
            for other in allowed - draw.given[entry]:
                assert load[other] >= load[busy] - 1


@calm
@given(st.integers(1, 40), st.integers(1, 10), WANTED)
def test_without_conflicts_loads_differ_by_one_at_most(entries, jurors, wanted):
    everybody = frozenset(range(101, 101 + jurors))
    draw = drawing.draw("s", dict.fromkeys(range(entries), everybody), wanted)
    load = loads(draw, everybody).values()
    assert max(load) - min(load) <= 1


def test_work_moves_along_a_chain():
    # Only juror 1 may judge a and b, 1 or 2 may judge c and d, 2 or 3 judge e and f: 2, 2, 2.
    may_judge = {1: {1}, 2: {1}, 3: {1, 2}, 4: {1, 2}, 5: {2, 3}, 6: {2, 3}}
    for seed in map(str, range(20)):
        draw = drawing.draw(seed, may_judge, 1)
        assert set(loads(draw, {1, 2, 3}).values()) == {2}


@calm
@given(ALLOWED, WANTED, st.text(max_size=5), st.randoms(use_true_random=False))
def test_the_same_seed_draws_the_same_whatever_the_order(may_judge, wanted, seed, random):
    rows = list(may_judge.items())
    random.shuffle(rows)
    again = {entry: list(jurors) for entry, jurors in rows}
    assert drawing.draw(seed, may_judge, wanted) == drawing.draw(seed, again, wanted)


@calm
@given(ALLOWED, WANTED, st.data())
def test_what_jurors_have_stays_with_them(may_judge, wanted, data):
    first = drawing.draw("s", may_judge, wanted)
    jurors = sorted({juror for _, juror in first.pairs})
    gone = data.draw(st.sampled_from(jurors)) if jurors else 0
    kept = {entry: had - {gone} for entry, had in first.given.items()}
    left = {entry: set(allowed) - {gone} for entry, allowed in may_judge.items()}
    second = drawing.draw("s2", left, wanted, kept)
    for entry in may_judge:
        assert not second.given[entry] & kept[entry]
        assert gone not in second.given[entry]
        assert len(second.given[entry] | kept[entry]) == min(wanted, len(left[entry]))


def test_different_seeds_draw_differently():
    may_judge = dict.fromkeys(range(20), range(101, 107))
    draws = {tuple(drawing.draw(str(seed), may_judge, 2).pairs) for seed in range(5)}
    assert len(draws) == 5


@calm
@given(st.sets(st.integers(1, 500), max_size=60), st.text(max_size=5))
def test_blind_numbers_are_one_to_n_and_do_not_follow_the_order_of_entering(entries, seed):
    numbers = drawing.blind_numbers(seed, entries)
    assert sorted(numbers.values()) == list(range(1, len(entries) + 1))
    assert numbers == drawing.blind_numbers(seed, sorted(entries, reverse=True))


def test_blind_numbers_tell_nothing_about_the_order():
    entries = range(1, 101)
    numbers = drawing.blind_numbers("seed", entries)
    assert sum(numbers[entry] == entry for entry in entries) < 10

"""No figure of a small group, not even by subtraction."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reading.programme.groups import FEWEST, shown_units, too_small

STEP = 4
unhurried = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


@unhurried
@given(st.dictionaries(st.integers(0, 20), st.integers(0, 12), max_size=12))
def test_what_is_left_after_subtraction_is_large_or_everything(sizes):
    hidden = too_small(sizes)
    rest = [sizes[key] for key in hidden]
    assert all(sizes[key] >= FEWEST for key in sizes if sizes[key] and key not in hidden)
    if not rest:
        return
    everything = set(hidden) == {key for key, size in sizes.items() if size}
    assert everything or (sum(rest) >= FEWEST and len(rest) > 1)


def test_the_smallest_neighbour_hides_with_a_small_group():
    assert too_small({"a": 2, "b": 30, "c": 8}) == {"a", "c"}
    assert too_small({"a": 2, "b": 4, "c": 8}) == {"a", "b"}
    assert too_small({"a": 5, "b": 30}) == set()


@st.composite
def trees(draw):
    """Units of three levels with their own teachers, by path."""
    own = {"0001": draw(st.integers(0, 8))}
    for middle in range(draw(st.integers(0, 4))):
        path = f"0001{middle:04}"
        own[path] = draw(st.integers(0, 8))
        for low in range(draw(st.integers(0, 3))):
            own[f"{path}{low:04}"] = draw(st.integers(0, 12))
    return own


@unhurried
@given(trees())
def test_no_unit_can_be_had_by_subtracting_those_below_it(own):
    shown = shown_units(own, STEP)
    for path in shown:
        assert _total(own, path) >= FEWEST
        assert path[:-STEP] in ("", *shown)
        below = [each for each in own if each[:-STEP] == path]
        if visible := [each for each in below if each in shown]:
            rest = _total(own, path) - sum(_total(own, each) for each in visible)
            assert rest == 0 or rest >= FEWEST


def _total(own, top):
    return sum(size for path, size in own.items() if path.startswith(top))

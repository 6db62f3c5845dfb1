"""The promise of winnowing, and exact runs."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from editorial.similarity.runs import Run, common_runs, covered
from editorial.similarity.winnowing import GUARANTEED, SHINGLE, WINDOW, Fingerprint, winnow

few = st.text(alphabet="一二三", max_size=120)
varied = st.text(alphabet=st.characters(categories=["Lo"]), max_size=60)


@given(few, few, few, few, st.text(alphabet="一二三四", min_size=GUARANTEED, max_size=60))
def test_a_common_passage_is_never_missed(before, after, head, tail, passage):
    here = {each.hash for each in winnow(before + passage + after)}
    there = {each.hash for each in winnow(head + passage + tail)}
    assert here & there


@given(st.one_of(few, varied))
def test_no_window_is_without_a_fingerprint(text):
    positions = [each.position for each in winnow(text)]
    shingles = max(0, len(text) - SHINGLE + 1)
    assert positions == sorted(set(positions))
    if not shingles:
        assert positions == []
        return
    edges = [-1, *positions, shingles]
    assert positions
    assert all(b - a <= WINDOW for a, b in pairwise(edges))


@given(st.one_of(few, varied))
def test_a_fingerprint_is_the_hash_of_what_stands_at_its_place(text):
    for each in winnow(text):
        [alone] = winnow(text[each.position : each.position + SHINGLE])
        assert alone.hash == each.hash
        assert -(2**63) <= each.hash < 2**63


def test_hashes_are_the_same_in_every_process():
    assert winnow("读完这本书以后我常常想起") == [Fingerprint(-2564051927894461559, 0)]


@given(few, few)
def test_runs_cover_exactly_what_is_common(here, there):
    runs = common_runs(here, there)
    for run in runs:
        assert here[run.here : run.end] == there[run.there : run.there + run.length]
        after = run.end == len(here) or run.there + run.length == len(there)
        assert after or run.length >= SHINGLE
    common = set()
    for start in range(len(here) - SHINGLE + 1):
        if here[start : start + SHINGLE] in there:
            common |= set(range(start, start + SHINGLE))
    assert covered(runs) == len(common)


def test_a_run_goes_on_as_far_as_it_can():
    here = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午"
    assert common_runs(f"前{here}后", f"此{here}彼") == [Run(1, 1, len(here))]


def test_of_several_places_the_longest_is_named():
    phrase = "甲乙丙丁戊己庚辛壬癸子丑"
    assert common_runs(f"{phrase}寅卯", f"{phrase}申{phrase}寅卯") == [Run(0, 13, 14)]


def test_covered_counts_an_overlap_once():
    assert covered([Run(0, 0, 14), Run(10, 50, 12), Run(40, 0, 12)]) == 34
    assert covered([]) == 0

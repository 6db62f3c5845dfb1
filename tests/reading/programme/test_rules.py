"""Which book fills which slot: promises for all cases, and cases by hand."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reading.models.catalogue import WorkKind
from reading.programme.rules import (
    NOT_COUNTED,
    PRIORITY,
    Book,
    Level,
    Rules,
    allocate,
    may_move,
    once_each,
)
from tests.reading.programme.factories import FIRST, book

CLASSIC, MONOGRAPH, GENERAL = PRIORITY
# A busy machine is no mistake of the rules.
unhurried = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)

kinds = st.sampled_from(PRIORITY)
allowed_kinds = st.lists(kinds, unique=True, min_size=1, max_size=3).map(tuple)
rule_sets = st.builds(
    Rules,
    classics=st.integers(0, 2),
    monographs=st.integers(0, 2),
    general=st.integers(0, 2),
    needs_log=st.frozensets(kinds),
)


@st.composite
def finished(draw, most=7):
    """Books of a year; every work looks the same whenever it is read again."""
    works = draw(st.lists(st.integers(1, 6), max_size=most))
    nature = {
        work: {
            "kinds": draw(allowed_kinds),
            "pinned": draw(st.none() | kinds),
            "corrected": draw(st.none() | st.sampled_from([*PRIORITY, NOT_COUNTED])),
        }
        for work in sorted(set(works))
    }
    return [
        Book(
            record_id=number,
            work_id=work,
            title=f"书{work}",
            finished_on=FIRST + timedelta(days=draw(st.integers(0, 9))),
            logged=draw(st.booleans()),
            **nature[work],
        )
        for number, work in enumerate(works)
    ]


def levels(state):
    return [slot.level for slot in state.slots]


@unhurried
@given(rule_sets, finished())
def test_a_book_never_fills_two_slots_and_every_book_is_somewhere(rules, books):
    state = allocate(rules, books)
    placed = [slot.book for slot in state.slots if slot.book]
    everywhere = [each.work_id for each in [*placed, *state.others, *state.left_out]]
    assert sorted(everywhere) == sorted({each.work_id for each in books})
    assert len(state.slots) == sum(rules.count(kind) for kind in PRIORITY)


@unhurried
@given(rule_sets, finished())
def test_a_slot_holds_what_it_may_and_its_level_says_what_is_true(rules, books):
    for slot in allocate(rules, books).slots:
        if slot.book is None:
            assert slot.level == Level.EMPTY
        else:
            assert slot.kind in slot.book.fits
            whole = rules.is_whole(slot.book, slot.kind)
            assert slot.level == (Level.COMPLETE if whole else Level.WAITING)


@unhurried
@given(rule_sets, finished(), st.data())
def test_a_further_book_lowers_no_slot(rules, books, data):
    if not books:
        return
    more = data.draw(st.sampled_from(books))
    fewer = [each for each in books if each is not more]
    before, after = levels(allocate(rules, fewer)), levels(allocate(rules, books))
    assert all(now >= then for then, now in zip(before, after, strict=True))


@unhurried
@given(rule_sets, finished(), st.data())
def test_a_log_never_worsens_the_state(rules, books, data):
    if not books:
        return
    place = data.draw(st.integers(0, len(books) - 1))
    unlogged = [*books]
    unlogged[place] = replace(books[place], logged=False)
    logged = [*books]
    logged[place] = replace(books[place], logged=True)
    before, after = levels(allocate(rules, unlogged)), levels(allocate(rules, logged))
    assert after >= before
    assert after.count(Level.COMPLETE) >= before.count(Level.COMPLETE)


@unhurried
@given(rule_sets, finished(), st.randoms())
def test_the_order_of_events_does_not_matter(rules, books, random):
    shuffled = [*books]
    random.shuffle(shuffled)
    assert allocate(rules, shuffled) == allocate(rules, books)


@unhurried
@given(rule_sets, finished(most=5))
def test_the_complete_slots_are_the_best_there_are(rules, books):
    """Compared with every set of complete slots that any assignment gives."""
    state = allocate(rules, books)
    counted = [each for each in once_each(books) if each.corrected != NOT_COUNTED]
    best = max(_complete_sets(rules, counted, [slot.kind for slot in state.slots]))
    assert [slot.level == Level.COMPLETE for slot in state.slots] == best


def _complete_sets(rules, books, slots):
    for amount in range(min(len(books), len(slots)) + 1):
        for chosen in combinations(range(len(slots)), amount):
            for order in permutations(books, amount):
                pairs = [(each, slots[n]) for each, n in zip(order, chosen, strict=True)]
                if all(kind in each.fits and rules.is_whole(each, kind) for each, kind in pairs):
                    yield [n in chosen for n in range(len(slots))]


CASES = {
    "nothing": ([], "ee", 0),
    "a classic without its log waits": ([book(1, CLASSIC)], "we", 0),
    "with its log it is done": ([book(1, CLASSIC, logged=True)], "ce", 0),
    "both": ([book(1, CLASSIC, logged=True), book(2, MONOGRAPH)], "cw", 0),
    "a book outside education": ([book(1, GENERAL)], "ee", 1),
    "a second classic is one of the others": ([book(1, CLASSIC), book(2, CLASSIC)], "we", 1),
    "one that may be either makes room": (
        [book(1, CLASSIC, MONOGRAPH), book(2, CLASSIC)],
        "ww",
        0,
    ),
    "whole evidence goes before an earlier date": (
        [book(1, CLASSIC), book(2, CLASSIC, logged=True)],
        "ce",
        1,
    ),
    "the reader's place": ([book(1, MONOGRAPH, GENERAL, pinned=GENERAL)], "ee", 1),
    "a place that the rules do not allow": ([book(1, MONOGRAPH, pinned=CLASSIC)], "ew", 0),
    "the school's word goes before the reader's": (
        [book(1, MONOGRAPH, GENERAL, pinned=GENERAL, corrected=CLASSIC)],
        "we",
        0,
    ),
    "not counted": ([book(1, CLASSIC, corrected=NOT_COUNTED)], "ee", 0),
}


@pytest.mark.parametrize(("books", "expected", "others"), CASES.values(), ids=CASES)
def test_cases(books, expected, others):
    state = allocate(Rules(), books)
    assert "".join("ewc"[level] for level in levels(state)) == expected
    assert len(state.others) == others


def test_read_twice_counts_once_with_the_first_date_and_the_later_log():
    again = replace(book(1, CLASSIC, logged=True), record_id=9, finished_on=date(2026, 3, 1))
    [slot, _] = allocate(Rules(), [again, book(1, CLASSIC)]).slots
    assert (slot.level, slot.book.record_id) == (Level.COMPLETE, 1)
    assert slot.book.finished_on == FIRST + timedelta(days=1)


def test_the_evidence_is_that_of_the_slot():
    rules = Rules(general=1, needs_log=frozenset({CLASSIC}))
    state = allocate(rules, [book(1, CLASSIC, GENERAL), book(2, CLASSIC)])
    assert levels(state) == [Level.WAITING, Level.EMPTY, Level.COMPLETE]


MOVES = {
    "not of that kind": ([book(1, CLASSIC)], MONOGRAPH, False),
    "already there": ([book(1, CLASSIC)], CLASSIC, False),
    "to the other kind": ([book(1, CLASSIC, MONOGRAPH)], MONOGRAPH, True),
    "among the others": ([book(1, MONOGRAPH, GENERAL)], GENERAL, True),
    "where a better one stands": (
        [book(1, MONOGRAPH, CLASSIC), book(2, CLASSIC, logged=True)],
        CLASSIC,
        False,
    ),
    "the school has decided": ([book(1, CLASSIC, MONOGRAPH, corrected=CLASSIC)], MONOGRAPH, False),
}


@pytest.mark.parametrize(("books", "slot", "allowed"), MOVES.values(), ids=MOVES)
def test_moves(books, slot, allowed):
    verdict = may_move(Rules(), books, 1, slot)
    assert verdict.allowed is allowed
    assert verdict.reason


@unhurried
@given(rule_sets, finished(), st.data())
def test_an_allowed_move_puts_the_book_where_it_was_said(rules, books, data):
    counted = once_each(books)
    if not counted:
        return
    moved, slot = data.draw(st.sampled_from(counted)), data.draw(kinds)
    if may_move(rules, books, moved.record_id, slot).allowed:
        pinned = [replace(each, pinned=slot) if each == moved else each for each in counted]
        place = allocate(rules, pinned).place_of(moved.record_id)
        assert place == (slot if rules.count(slot) else None)
        assert slot == WorkKind.GENERAL or place == slot or not rules.count(slot)

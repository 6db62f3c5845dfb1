"""Rotation and weeks: pure rules by table and property."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reading.passages.importing import as_date, key_of
from reading.passages.rules import APART, Candidate, Week, free_days, is_free, rotate, week_of

FIRST = date(2026, 3, 2)  # a Monday


def days(count: int, start: date = FIRST) -> list[date]:
    return [start + timedelta(days=offset) for offset in range(count)]


def pool(*authors: str) -> list[Candidate]:
    return [Candidate(number, author) for number, author in enumerate(authors, start=1)]


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.sampled_from("甲乙丙丁"), max_size=30),
    st.dictionaries(st.integers(-400, 460), st.integers(1, 40), max_size=30),
    st.integers(1, 60),
)
def test_no_passage_comes_twice_within_a_year(authors, taken_offsets, count):
    taken = {FIRST + timedelta(days=o): pk for o, pk in taken_offsets.items()}
    chosen = rotate(days(count), taken, pool(*authors))
    assert not set(chosen) & set(taken)
    assert set(chosen) <= set(days(count))
    everything = sorted((taken | chosen).items())
    for day, pk in chosen.items():
        others = [other for other, used in everything if used == pk and other != day]
        assert all(abs(other - day) > APART for other in others)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 40), st.integers(1, 40))
def test_what_can_be_filled_is_filled(size, count):
    chosen = rotate(days(count), {}, pool(*["甲"] * size))
    assert len(chosen) == min(size, count)


def test_a_passage_returns_after_more_than_a_year():
    (only,) = pool("甲")
    assert rotate([FIRST + APART], {FIRST: 1}, [only]) == {}
    assert rotate([FIRST - APART], {FIRST: 1}, [only]) == {}
    later = FIRST + APART + timedelta(days=1)
    assert rotate([later], {FIRST: 1}, [only]) == {later: 1}


def test_authors_are_spread():
    chosen = rotate(days(9), {}, pool(*"甲甲甲甲甲乙乙丙丙"))
    names = dict(enumerate("甲甲甲甲甲乙乙丙丙", start=1))
    line = "".join(names[chosen[day]] for day in days(9))
    assert "甲甲" not in line
    assert "乙乙" not in line
    assert "丙丙" not in line


def test_the_neighbours_that_stand_already_count_for_authors():
    taken = {FIRST: 1, FIRST + timedelta(days=2): 2}
    chosen = rotate([FIRST + timedelta(days=1)], taken, pool("甲", "甲", "甲", "乙"))
    assert chosen == {FIRST + timedelta(days=1): 4}


@pytest.mark.parametrize(
    ("uses", "offset", "expected"),
    [
        ([], 0, True),
        ([0], 365, False),
        ([0], 366, True),
        ([0, 800], 400, True),
        ([0, 700], 400, False),
    ],
)
def test_is_free(uses, offset, expected):
    assert (
        is_free([FIRST + timedelta(days=u) for u in uses], FIRST + timedelta(days=offset))
        is expected
    )


def test_a_week_runs_from_monday_to_sunday():
    for day in days(7):
        assert week_of(day) == (FIRST, FIRST + timedelta(days=6))


def worked(day: date) -> bool:
    return day.weekday() < 5


LONG_AGO = date(2020, 1, 1)


@pytest.mark.parametrize(
    ("since", "off", "holidays", "expected"),
    [
        (LONG_AGO, (), [], 0),
        (LONG_AGO, (0, 1), [], 2),
        (LONG_AGO, (5, 6), [], 0),  # a weekend is no holiday
        (LONG_AGO, (), [(FIRST - timedelta(days=20), FIRST + timedelta(days=20))], 7),
        (LONG_AGO, (0,), [(FIRST, FIRST + timedelta(days=2))], 3),  # no day counts twice
        (FIRST + timedelta(days=3), (), [], 3),
        (FIRST + timedelta(days=6), (), [], 5),
    ],
)
def test_free_days(since, off, holidays, expected):
    closed = {FIRST + timedelta(days=offset) for offset in off}
    free = free_days(FIRST, since, lambda day: worked(day) and day not in closed, holidays)
    assert free == expected


@pytest.mark.parametrize(
    ("week", "words"),
    [
        (Week(3, 5, 0), "本周读了 3 天，目标 5 天。"),
        (Week(0, 5, 0), "本周读了 0 天，目标 5 天。"),
        (Week(2, 5, 2), "本周读了 2 天，目标 3 天（有 2 天休息，从 5 天减下来）。"),
        (Week(0, 5, 7), "本周休息，不设目标，想读随时可以读。"),
        (Week(2, 3, 3), "本周休息，不设目标，已读 2 天。"),
    ],
)
def test_the_week_in_words(week, words):
    assert week.words == words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-09-10", date(2025, 9, 10)),
        ("2025/9/10", date(2025, 9, 10)),
        ("2025年9月10日", date(2025, 9, 10)),
        ("2025.9.10", date(2025, 9, 10)),
        ("2025-02-30", None),
        ("9月10日", None),
        ("", None),
        ("0000-01-01", None),
    ],
)
def test_dates_as_people_write_them(text, expected):
    assert as_date(text) == expected


def test_punctuation_makes_no_other_passage():
    assert key_of("学而不思则罔，思而不学则殆。") == key_of("学而不思则罔,思而不学则殆")

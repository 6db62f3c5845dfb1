"""What can become of a record: states, days, pages."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.models import ReadingState
from reading.shelf import rules
from reading.shelf.rules import Verb

TODAY = date(2025, 9, 10)


@pytest.mark.parametrize(
    ("state", "verbs"),
    [
        (None, "want start finish stop"),
        ("want", "start finish stop"),
        ("reading", "finish stop want"),
        ("finished", "again reopen"),
        ("stopped", "resume finish want"),
    ],
)
def test_each_state_offers_its_verbs(state, verbs):
    assert [verb for verb in Verb if rules.may(verb, state)] == sorted(
        map(Verb, verbs.split()), key=list(Verb).index
    )


@pytest.mark.parametrize("state", [None, *ReadingState])
def test_no_verb_leads_where_the_book_is_already(state):
    assert not any(rules.is_done(verb, state) for verb in rules.OFFERED[state])


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        (TODAY, ""),
        (TODAY + timedelta(days=1), "日期在今天之后。"),
        (date(1949, 12, 31), "年份应在 1950 年以后。"),
        (date(1950, 1, 1), ""),
    ],
)
def test_a_day_must_have_been(day, problem):
    assert rules.day_problem(day, today=TODAY) == problem


@given(st.dates(), st.dates())
def test_an_accepted_pair_of_days_is_in_order_and_not_ahead(started, finished):
    if not rules.finished_problem(started, finished, today=TODAY):
        assert started <= finished <= TODAY


@pytest.mark.parametrize(
    ("page", "pages", "is_right"),
    [(None, None, True), (1, None, True), (0, None, False), (20_001, None, False),
     (200, 200, True), (201, 200, False), (20_000, None, True)],
)  # fmt: skip
def test_a_page_must_be_in_the_book(page, pages, is_right):
    assert (rules.page_problem(page, pages) == "") is is_right


@given(st.integers(1, 20_000), st.integers(1, 20_000))
def test_a_share_stays_between_0_and_100(page, pages):
    share = rules.percent(page, pages)
    assert share is not None
    assert 0 <= share <= 100
    assert (share == 100) is (page >= pages)

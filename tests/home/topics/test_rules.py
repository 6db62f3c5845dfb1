"""Dates of topics, and the words that an editor types as tags."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.topics.rules import State, period_in_words, state_on, words

FIRST, LAST = date(2026, 9, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("day", "starts_on", "ends_on", "state"),
    [
        (date(2026, 8, 31), FIRST, LAST, State.AHEAD),
        (FIRST, FIRST, LAST, State.RUNNING),
        (LAST, FIRST, LAST, State.RUNNING),
        (date(2027, 1, 1), FIRST, LAST, State.OVER),
        (date(1999, 1, 1), None, LAST, State.RUNNING),
        (date(2999, 1, 1), FIRST, None, State.RUNNING),
        (FIRST, None, None, State.RUNNING),
    ],
)
def test_state(day, starts_on, ends_on, state):
    assert state_on(day, starts_on, ends_on) == state


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "text"),
    [
        (FIRST, LAST, "2026年9月1日至12月31日"),
        (FIRST, date(2027, 1, 5), "2026年9月1日至2027年1月5日"),
        (FIRST, FIRST, "2026年9月1日"),
        (FIRST, None, "2026年9月1日起"),
        (None, LAST, "至2026年12月31日"),
        (None, None, ""),
    ],
)
def test_period(starts_on, ends_on, text):
    assert period_in_words(starts_on, ends_on) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("班主任，新教师", ["班主任", "新教师"]),
        ("班主任, 新教师、 班主任；课例 ", ["班主任", "新教师", "课例"]),
        (" ，、 ", []),
    ],
)
def test_words(text, found):
    assert words(text) == found


@given(st.text(max_size=80))
def test_words_are_never_empty_and_never_twice(text):
    found = words(text)
    assert all(word.strip() == word != "" for word in found)
    assert len(found) == len(set(found))

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.honours.rules import (
    Wording,
    level_of,
    meant_by,
    problem_of_revocation,
    wording_key,
)
from stories.models import HonourLevel

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("“最美教师”", "最美教师"),
        ("最美 教师（2024）", "最美教师2024"),
        ("ＡＢＣ奖", "abc奖"),
        ("？！", ""),
    ],
)
def test_two_writers_share_the_key(text, key):
    assert wording_key(text) == key


@given(st.text(max_size=200))
def test_a_key_is_its_own_key_and_fits_its_column(text):
    key = wording_key(text)
    assert wording_key(key)[:80] == key
    assert len(key) <= 80


@pytest.mark.parametrize(
    ("title", "year", "wordings", "meant"),
    [
        ("标兵", 2024, [], None),
        ("标兵", 2024, [Wording(1, "标兵", 2024, True)], 1),
        ("标 兵", 2024, [Wording(1, "标兵", 2024, False)], 1),
        # Two different years never mean one honour.
        ("标兵", 2023, [Wording(1, "标兵", 2024, True)], None),
        # The same year goes before an open one.
        ("标兵", 2024, [Wording(1, "标兵", 0, True), Wording(2, "标兵", 2024, False)], 2),
        # A year known on one side only: the words decide.
        ("标兵", None, [Wording(1, "标兵", 2024, True)], 1),
        ("标兵", 2024, [Wording(1, "标兵", 0, True)], 1),
        # Without a year, what stands goes before what was taken back.
        ("标兵", None, [Wording(1, "标兵", 2024, False), Wording(2, "标兵", 2019, True)], 2),
        ("别的", None, [Wording(1, "标兵", 2024, True)], None),
        ("？！", None, [Wording(1, "", 0, True)], None),
    ],
)
def test_which_honour_a_story_means(title, year, wordings, meant):
    assert meant_by(title, year, wordings) == meant


@given(
    st.sampled_from(["标兵", "能手", ""]),
    st.sampled_from([None, 2023, 2024]),
    st.lists(
        st.builds(
            Wording,
            st.integers(1, 5),
            st.sampled_from(["标兵", "能手"]),
            st.sampled_from([0, 2023, 2024]),
            st.booleans(),
        )
    ),
)
def test_what_is_meant_bears_the_words_and_no_other_year(title, year, wordings):
    found = meant_by(title, year, wordings)
    fitting = {
        each.honour_id
        for each in wordings
        if each.key == wording_key(title) and (not year or each.year in (0, year))
    }
    assert (found in fitting) if fitting else (found is None)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("省级", HonourLevel.PROVINCIAL),
        ("区县级", HonourLevel.DISTRICT),
        ("全国优秀教师", HonourLevel.NATIONAL),
        ("镇级优秀乡村教师", HonourLevel.TOWNSHIP),
        ("校级", HonourLevel.SCHOOL),
        ("最美教师", None),
        ("", None),
    ],
)
def test_the_level_that_words_name(text, level):
    assert level_of(text) == level


@pytest.mark.parametrize(
    ("on", "year", "reason", "fields"),
    [
        (TODAY, 2024, "材料重复", set()),
        (TODAY, None, "材料重复", set()),
        (date(2026, 3, 2), 2024, "材料重复", {"on"}),
        (date(2023, 12, 31), 2024, "材料重复", {"on"}),
        (date(2024, 1, 1), 2024, "  ", {"reason"}),
        (date(2026, 3, 2), 2024, "", {"on", "reason"}),
    ],
)
def test_what_a_revocation_lacks(on, year, reason, fields):
    assert set(problem_of_revocation(on=on, today=TODAY, year=year, reason=reason)) == fields

"""How much is common, and where: without a database."""

import random

import pytest

from editorial.similarity.comparing import AROUND, MOST_PASSAGES, Other, compare
from editorial.similarity.normalise import normalise
from editorial.similarity.rules import Level, level_of, percent_of
from editorial.similarity.winnowing import GUARANTEED, shingle_hashes
from tests.editorial.similarity.corpus import ALTERATIONS, review, sentences

SENTENCE = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥金木水火土日月星"


@pytest.mark.parametrize(
    ("percent", "level"),
    [
        (0, Level.NONE),
        (29, Level.NONE),
        (30, Level.ATTENTION),
        (49, Level.ATTENTION),
        (50, Level.HOLD),
        (100, Level.HOLD),
    ],
)
def test_levels(percent, level):
    assert level_of(percent, attention=30, hold=50) == level


def test_one_line_for_both_is_the_heavier_one():
    assert level_of(40, attention=40, hold=40) == Level.HOLD


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(0, 0, 0), (0, 9, 0), (299, 1000, 29), (7, 7, 100)]
)
def test_shares_are_rounded_down(part, whole, percent):
    assert percent_of(part, whole) == percent


def test_passages_keep_their_own_writing():
    here = f"前面的话。{SENTENCE}后面的话。"
    there = "，".join(SENTENCE)
    percent, [found] = compare(here, [Other("标题", f"别的：{there}！完")])
    [passage] = found.passages
    assert passage.here.text == SENTENCE
    assert passage.there.text == there
    assert (passage.here.before, passage.here.after) == ("前面的话。", "后面的话。")
    assert (passage.there.before, passage.there.after) == ("别的：", "！完")
    assert percent == found.percent == len(SENTENCE) * 100 // (len(SENTENCE) + 8)


def test_what_stands_around_is_bounded():
    percent, [found] = compare("一" * 100 + SENTENCE, [Other("标题", SENTENCE + "二" * 100)])
    assert found.passages[0].here.before == "一" * AROUND
    assert found.passages[0].there.after == "二" * AROUND
    assert percent == 23


def test_fewer_characters_than_are_always_found_do_not_count():
    here = f"一二三四五{SENTENCE[: GUARANTEED - 1]}"
    assert compare(here, [Other("标题", SENTENCE[: GUARANTEED - 1])]) == (0, [])
    percent, found = compare(here + SENTENCE[GUARANTEED - 1], [Other("标题", SENTENCE)])
    assert (percent, len(found)) == (84, 1)


def test_words_in_two_sources_count_once():
    percent, found = compare(SENTENCE + "一" * 30, [Other("甲", SENTENCE), Other("乙", SENTENCE)])
    assert [each.percent for each in found] == [50, 50]
    assert percent == 50


def test_the_largest_share_comes_first():
    _, found = compare(SENTENCE + "一" * 30, [Other("少", SENTENCE[:28]), Other("多", SENTENCE)])
    assert [each.title for each in found] == ["多", "少"]


def test_a_text_without_words_has_nothing_in_common():
    assert compare("，。！", [Other("标题", "，。！")]) == (0, [])
    assert compare("", []) == (0, [])


def test_the_longest_passages_of_very_many_are_kept():
    chance = random.Random(3)
    pieces = [sentences(chance, 20)[:20] for _ in range(MOST_PASSAGES + 5)]
    here = "一".join(pieces) + "二" + SENTENCE
    there = "三".join(reversed(pieces)) + "四" + SENTENCE
    _, [found] = compare(here, [Other("标题", there)])
    assert len(found.passages) == MOST_PASSAGES
    assert found.passages[-1].here.text == SENTENCE


@pytest.mark.parametrize("change", ALTERATIONS, ids=lambda change: change.__name__)
def test_200_copied_in_1000_are_found_however_they_are_written(change):
    chance = random.Random(5)
    source = review(chance)
    own = sentences(chance, 800)
    percent, [found] = compare(
        own[:400] + change(source[300:500], chance) + own[400:], [Other("标题", source)]
    )
    assert 16 <= percent <= 22  # of letters and figures, marks left out
    assert found.title == "标题"


# -- set phrases ----------------------------------------------------------------------------------

PHRASE = "读完这本书我深受启发对教育有了新的认识和理解今后要用到课堂中去"
COMMON = set(shingle_hashes(PHRASE))


def test_a_set_phrase_does_not_count():
    here, there = sentences(random.Random(7), 200), sentences(random.Random(8), 200)
    other = Other("标题", there + PHRASE)
    assert len(compare(here + PHRASE, [other])[1]) == 1
    assert compare(here + PHRASE, [other], common=COMMON) == (0, [])


def test_a_phrase_within_a_copied_passage_counts_with_it():
    passage = sentences(random.Random(9), 60) + PHRASE + sentences(random.Random(10), 60)
    percent, _ = compare(passage, [Other("标题", passage)], common=COMMON)
    assert percent == 100


def test_a_long_passage_of_phrases_counts():
    passage = sentences(random.Random(9), 150)
    every = set(shingle_hashes(normalise(passage).text))
    assert compare(passage, [Other("标题", passage)], common=every)[0] == 100
    assert compare(passage[:80], [Other("标题", passage[:80])], common=every) == (0, [])

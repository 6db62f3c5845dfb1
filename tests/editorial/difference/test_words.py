"""Words of Chinese text and what changed between two texts."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.difference import alignment, words
from editorial.difference.words import RunKind, diff_words, tokens
from tests.editorial.difference.marks import drawn

EXCHANGES = [
    # one word for another
    ("读书让我快乐。", "读书让我安静。", "读书让我[-快乐][+安静]。"),
    # a word in between
    ("孩子们笑了。", "孩子们都笑了。", "孩子们[+都]笑了。"),
    ("他总是很早来到学校。", "他很早来到学校。", "他[-总是]很早来到学校。"),
    # a number and its unit are one word
    ("一节课45分钟。", "一节课40分钟。", "一节课[-45分钟][+40分钟]。"),
    ("及格率是95.5%。", "及格率是96%。", "及格率是[-95.5%][+96%]。"),
    ("活动在2025年9月举行。", "活动在2025年10月举行。", "活动在2025年[-9月][+10月]举行。"),
    # Latin words whole
    ("用PowerPoint讲课。", "用Word讲课。", "用[-PowerPoint][+Word]讲课。"),
    # punctuation by itself
    ("他来了，我走了。", "他来了；我走了。", "他来了[-，][+；]我走了。"),
    # no letter salad: what only 的 or a comma holds apart is one change
    ("热爱读书、写字的人", "热爱唱歌、跳舞的人", "热爱[-读书、写字][+唱歌、跳舞]的人"),
    # but the end of a sentence is a landmark
    ("我来。你去。", "他来。她去。", "[-我][+他]来。[-你][+她]去。"),
    ("", "新写的话。", "[+新写的话。]"),
    ("旧的话。", "", "[-旧的话。]"),
    ("", "", ""),
    ("没有变。", "没有变。", "没有变。"),
    ("第一段\n第二段", "第一段\n第三段", "第一段\n[-第二段][+第三段]"),
]


def sides(runs: tuple[words.Run, ...]) -> tuple[str, str]:
    """Return the two texts that the runs stand for."""
    before = "".join(run.text for run in runs if run.kind != RunKind.INSERTED)
    after = "".join(run.text for run in runs if run.kind != RunKind.DELETED)
    return before, after


@pytest.mark.parametrize(("before", "after", "expected"), EXCHANGES)
def test_what_changed_is_shown_in_words(before, after, expected):
    assert drawn(diff_words(before, after)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我读了3本书", ["我", "读", "了", "3本", "书"]),
        ("3.5km，don't", ["3.5km", "，", "don't"]),
        ("1,200名教师  ", ["1,200名", "教师", "  "]),
        ("２０２５年", ["２０２５年"]),
        ("……", ["…", "…"]),
        ("3年级(2)班", ["3年级", "(", "2", ")", "班"]),
        ("𠮷野家", ["𠮷", "野", "家"]),
    ],
)
def test_tokens(text, expected):
    assert tokens(text) == expected


MIXED = st.text(
    alphabet=st.one_of(st.sampled_from("的了，。、读书教师学生我他\n 3年%aZ'-"), st.characters()),
    max_size=60,
)


@given(MIXED)
def test_tokens_lose_nothing(text):
    assert "".join(tokens(text)) == text


@given(MIXED, MIXED)
def test_the_runs_give_both_texts(before, after):
    runs = diff_words(before, after)
    assert sides(runs) == (before, after)
    assert all(run.text for run in runs)
    assert all(a.kind != b.kind for a, b in itertools.pairwise(runs))


@given(
    st.lists(st.sampled_from("的了读书。"), max_size=40),
    st.lists(st.sampled_from("的读。"), max_size=40),
)
def test_beyond_the_limit_sentences_are_aligned_first(before, after):
    old, new = "".join(before), "".join(after)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "MOST_CELLS", 4)
        patch.setattr(alignment, "MOST_CELLS", 4)
        assert sides(diff_words(old, new)) == (old, new)


def test_beyond_the_limit_one_changed_sentence_is_still_found(monkeypatch):
    monkeypatch.setattr(words, "MOST_CELLS", 100)
    before = "天亮了。鸟叫了。老师来了。上课了。"
    after = "天晴了。鸟叫了。老师来了。下课了。"
    assert drawn(diff_words(before, after)) == (
        "[-天亮][+天晴]了。鸟叫了。老师来了。[-上课][+下课]了。"
    )


def test_fifty_thousand_characters_that_share_only_small_words_are_compared():
    before, after = "读书，写字的人。" * 6_250, "教师；学生的课！" * 6_250
    assert sides(diff_words(before, after)) == (before, after)

"""Line breaking: by table, and for any text."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from media.drawing.typesetting.breaking import break_lines, width_of
from media.drawing.typesetting.units import NO_END, NO_START, Kind, cut


def half(run: str) -> float:
    """Latin letters half as wide as a Chinese character."""
    return 0.5 * len(run)


def lines(text: str, measure: float, **options) -> list[str]:
    units = cut(text, half, longest=measure)
    return [line.text for line in break_lines(units, measure, **options).lines]


@pytest.mark.parametrize(
    ("text", "measure", "expected"),
    [
        ("学而不思则罔，思而不学则殆。", 8, ["学而不思则罔，", "思而不学则殆。"]),
        # The comma hangs in its own half: six squares and a half.
        ("学而不思则罔，思而不学则殆。", 6.5, ["学而不思则罔，", "思而不学则殆。"]),
        ("他说“好”。", 3, ["他说", "“好”。"]),
        ("尽信《书》，则不如无《书》。", 5, ["尽信《书》，", "则不如", "无《书》。"]),
        ("一——二", 2, ["一", "——", "二"]),
        ("等等……完", 4, ["等", "等……完"]),
        ("读 Democracy and it 这本书", 6, ["读 Democracy ", "and it 这本书"]),
        ("第1234567页", 4.7, ["第", "1234567页"]),
        ("一\n二", 5, ["一\n", "二"]),
        ("苏霍姆林斯基·瓦西里", 6, ["苏霍姆林斯", "基·瓦西里"]),
    ],
)  # fmt: skip
def test_lines_break_where_they_may(text, measure, expected):
    assert lines(text, measure) == expected


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("教育", 2),
        ("教育。", 2.5),  # the air after the last mark is not of the line
        ("“教育”", 3),
        ("好。”他", 3.5),  # 。” take a square and a half: the air after them stays
        ("《书》（一）", 4.5),
        ("1919年", 0.5 * 4 + 0.16 + 1),
        ("——", 2),
        ("杜威·约", 3.5),
    ],
)
def test_neighbouring_marks_share_their_air(text, width):
    assert width_of(cut(text, half, longest=99)) == pytest.approx(width)


TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from("教育学而时习之不亦说乎一二三"),
        st.sampled_from("，。、；：！？“”‘’《》（）「」…—·％"),
        st.sampled_from("abcXYZ0123456789 ,.()[]'\"-/"),
        st.sampled_from("\n　\t"),
        st.characters(codec="utf-8"),
    ),
    max_size=120,
)


@settings(max_examples=300, deadline=None)
@example("@\r⺀0", 2, False)
@given(TEXTS, st.integers(2, 30), st.booleans())
def test_nothing_is_lost_and_no_line_begins_or_ends_with_what_may_not(text, measure, justified):
    units = cut(text, half, longest=measure)
    assert "".join(unit.text for unit in units) == text
    broken = break_lines(units, measure, justified=justified)
    assert "".join(line.text for line in broken.lines) == text
    for before, line in zip(broken.lines, broken.lines[1:], strict=False):
        assert line.text[0] not in NO_START
        shown = before.shown
        assert not shown or shown[-1].text[-1] not in NO_END


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="教育学习，。A1 ", max_size=150), st.integers(6, 30))
def test_no_line_is_longer_than_the_measure_where_breaks_are_near(text, measure):
    units = cut(text, half, longest=measure)
    runs = [unit for unit in units if unit.kind is Kind.CLOSE]
    if len(runs) > len(units) / 3:  # a run of marks that none may be parted from
        return
    for line in break_lines(units, measure).lines:
        if any(len(piece) > 2 for piece in _marks(line.text)):
            continue
        assert line.width <= measure + 1.6


def _marks(text: str) -> list[str]:
    cleaned = "".join(c if c in "，。 " else "|" for c in text)
    return [piece for piece in cleaned.split("|") if piece]


def test_a_break_inside_a_word_is_the_last_choice():
    text = "我们的教育事业发展"
    assert lines(text, 5, in_words={4, 6, 8}) == ["我们的教育", "事业发展"]


def test_a_figure_keeps_its_measure_word():
    assert not any(line.startswith("年") for line in lines("这一切都开始于1919年的春天里", 9))

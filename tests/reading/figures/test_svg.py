"""Drawings are well-formed, say in words what they show, and escape what people typed."""

from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.figures import svg

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
NAMESPACE = "http://www.w3.org/1999/xhtml"


def parsed(drawing):
    root = ElementTree.fromstring(drawing)  # noqa: S314
    assert root.get("role") == "img"
    ids = [element.get("id") for element in root if element.get("id")]
    assert root.get("aria-labelledby").split() == ids
    return root


def words(root, tag):
    return [element.text for element in root.iter(tag)]


def test_bars_show_figures_and_hide_what_is_not_published():
    root = parsed(svg.bars("kind", "按类别", [("教育名著", 1200), ("学科专著", None), ("其他", 0)]))
    assert words(root, "title") == ["按类别"]
    assert words(root, "desc") == ["教育名著1200，学科专著不公布，其他0。"]
    assert words(root, "text") == ["教育名著", "1,200", "学科专著", "不公布", "其他", "0"]
    assert [bar.get("width") for bar in root.iter("rect")] == ["204", "0"]


def test_no_bars_at_all():
    assert words(parsed(svg.bars("kind", "按类别", [])), "text") == []


@pytest.mark.parametrize("months", [1, 3, 4, 12, 13])
def test_a_calendar_has_every_day_once(months):
    wanted = [(2024 + n // 12, n % 12 + 1) for n in range(months)]
    root = parsed(svg.calendar("calendar", "日历", wanted, {}, ()))
    days = sum((date(y + m // 12, m % 12 + 1, 1) - date(y, m, 1)).days for y, m in wanted)
    assert len(list(root.iter("circle"))) == days


def test_a_calendar_tells_finished_from_noted_by_shape():
    finished, noted = {date(2024, 2, 29): 2}, {date(2024, 2, 29), date(2024, 2, 1)}
    root = parsed(svg.calendar("calendar", "日历", [(2024, 2)], finished, noted))
    (square,) = root.iter("rect")
    assert words(square, "title") == ["2月29日读完 2 本"]
    kinds = [circle.get("class") for circle in root.iter("circle")]
    assert kinds.count("drawing__noted") == 1
    assert words(root, "desc") == ["2 本书在 1 天里读完，2 天有阅读进度。"]


def test_thicker_books_have_wider_spines():
    spines = [
        svg.Spine("薄", "classic", 60),
        svg.Spine("厚", "general", 900),
        svg.Spine("？", "general", None),
    ]
    widths = [int(r.get("width")) for r in parsed(svg.shelf("s", "书架", spines)).iter("rect")]
    assert widths[:3] == [21, 38, 26]


@given(
    st.lists(
        st.builds(svg.Spine, TEXT, st.sampled_from(["classic", "general"]), st.integers(1, 9999)),
        max_size=40,
    )
)
def test_every_book_stands_on_the_shelf_whatever_its_title(spines):
    root = parsed(svg.shelf("shelf", "书架", spines))
    groups = list(root.iter("g"))
    assert len(groups) == len(spines)
    width, height = map(float, root.get("viewBox").split()[2:])
    for group in groups:
        (rect,) = group.iter("rect")
        left, top, wide, high = (float(rect.get(n)) for n in ("x", "y", "width", "height"))
        assert left >= 0
        assert left + wide <= width
        assert top >= 0
        assert top + high <= height


@given(TEXT)
def test_labels_are_escaped(label):
    root = parsed(svg.bars("a", label, [(label, 1)]))
    assert words(root, "title") == [label]
    assert words(root, "text")[0] == label


@pytest.mark.parametrize(
    ("title", "letters"),
    [
        ("论语", "论语"),
        ("思考，快与慢", "思考︐快与慢"),
        ("田野上的情绪笔谈（虚构）", "田野上的情绪笔谈︵虚构︶"),
        ("写给老师的地图与我们（虚构）", "写给老师的地图与我们︙"),
    ],
)
def test_a_title_stands_upright_and_is_cut_before_a_bracket(title, letters):
    root = parsed(svg.shelf("shelf", "书架", [svg.Spine(title, "classic", 1)]))
    assert "".join(words(root, "tspan")) == letters

import pytest
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st

from search.highlight import Highlighter


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("教育", "教育学", "<mark>教育</mark>学"),
        ("教育学", "学教育学", "学<mark>教育学</mark>"),
        ("育学", "教育学", "教<mark>育学</mark>"),
        ("书", "读书与书房", "读<mark>书</mark>与<mark>书</mark>房"),
        ("python", "Python编程 pythonic", "<mark>Python</mark>编程 pythonic"),
        ("ＰＹ", "py", "<mark>py</mark>"),
        ("教育 读书", "读书是教育", "<mark>读书</mark>是<mark>教育</mark>"),
        ("<b>", "<b>粗</b>", "&lt;<mark>b</mark>&gt;粗&lt;/<mark>b</mark>&gt;"),
        ("教育", "<script>教育", "&lt;script&gt;<mark>教育</mark>"),
        ("教育", "……教育……", "……<mark>教育</mark>……"),
        ("书房计划", "我的書房計劃", "我的<mark>書房計劃</mark>"),
        ("書房計劃", "我的书房计划", "我的<mark>书房计划</mark>"),
        ("2+n", "2＋N、2 + N，2 个", "<mark>2＋N</mark>、<mark>2 + N</mark>，2 个"),
        ("C++", "学C++的C", "学<mark>C++</mark>的C"),
        ("9787107186219", "书号978-7-107-18621-9", "书号<mark>978-7-107-18621-9</mark>"),
        ("978-7-107-18621-9", "7-107-18621-3 1", "<mark>7-107-18621-3</mark> 1"),
        ("没有", "教育", "教育"),
        ("", "a&b", "a&amp;b"),
        ("?!", "a?!", "a?!"),
    ],
)
def test_marks(query, text, marked):
    result = Highlighter(query).mark(text)
    assert result == marked
    assert isinstance(result, SafeString)


def test_the_excerpt_surrounds_the_best_hit():
    text = "教育。" + "无关的话，" * 60 + "读书与教育在这里。" + "别的话，" * 60
    excerpt = Highlighter("读书 教育").excerpt(text)
    assert "<mark>读书</mark>与<mark>教育</mark>" in excerpt
    assert excerpt.startswith("……")
    assert excerpt.endswith("……")
    assert len(excerpt.replace("<mark>", "").replace("</mark>", "")) <= 124


def test_without_a_hit_the_excerpt_is_the_beginning():
    assert Highlighter("读书").excerpt("字" * 200) == "字" * 120 + "……"
    assert Highlighter("读书").excerpt("") == ""


def test_the_excerpt_reaches_the_end_of_the_text():
    excerpt = Highlighter("教育").excerpt("字" * 300 + "教育")
    assert excerpt.endswith("<mark>教育</mark>")
    assert excerpt.startswith("……")


def test_a_hit_at_the_very_end_stands_within_what_a_phone_shows():
    found = Highlighter("教育").excerpt("字" * 500 + "教育")
    assert found.index("<mark>") <= 50


@pytest.mark.parametrize("marks", ["。", "。 ", "，", "”。", "）", " "])
def test_an_excerpt_begins_with_a_word(marks):
    text = "前" * 200 + marks + "字" * 24 + "教育" + "后" * 200
    assert Highlighter("教育").excerpt(text).startswith("……字")


def test_between_chinese_sentences_stands_no_space():
    text = "读完这本书。 他说：“好。” 我想起 《给教师的建议》 里的话。\nRead by all. 虚构 十二"
    shown = Highlighter("没有").excerpt(text)
    assert shown == "读完这本书。他说：“好。”我想起《给教师的建议》里的话。Read by all. 虚构 十二"


@given(st.text(max_size=40), st.text(max_size=400))
@settings(deadline=None)
def test_any_query_and_text_give_safe_html(query, text):
    highlighter = Highlighter(query)
    for result in (highlighter.mark(text), highlighter.excerpt(text)):
        bare = result.replace("<mark>", "").replace("</mark>", "")
        assert "<" not in bare
        assert ">" not in bare
        assert result.count("<mark>") == result.count("</mark>")

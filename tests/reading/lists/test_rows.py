"""Rows of an editors' list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.importing.workbook import Row
from reading.lists.rows import Candidate, bare_title, judge, missing_columns

CATALOGUE = {
    "给教师的建议": [Candidate(1, "苏霍姆林斯基")],
    "教育漫话": [Candidate(2, "洛克"), Candidate(3, "张三")],
    "佚名集": [Candidate(4, "")],
}


def row(number, title, authors="", reason="好"):
    return Row(number, {"书名": title, "作者": authors, "理由": reason})


@pytest.mark.parametrize(
    ("title", "authors", "found"),
    [
        ("给教师的建议", "", 1),
        ("《给教师的建议》", "苏霍姆林斯基 著", 1),
        (" 《给教师的建议》 ", "（苏联）苏霍姆林斯基", 1),
        ("教育漫话", "洛克", 2),
        ("教育漫话", "张三", 3),
        ("佚名集", "不论是谁", 4),
    ],
)
def test_the_book_of_a_row(title, authors, found):
    judged = judge([row(2, title, authors)], CATALOGUE)
    assert judged.problems == {}
    assert judged.books == [(found, "好")]


@pytest.mark.parametrize(
    ("title", "authors", "reason", "message"),
    [
        ("", "", "好", "缺书名。"),
        ("《》", "", "好", "缺书名。"),
        ("没有的书", "", "好", "目录里没有《没有的书》，请先在“图书”里添加。"),
        (
            "给教师的建议",
            "别人",
            "好",
            "目录里的《给教师的建议》作者是苏霍姆林斯基，和这一行不同。",
        ),
        ("教育漫话", "", "好", "目录里有 2 本《教育漫话》，请在“作者”一列写明是哪一本。"),
        ("给教师的建议", "", "长" * 501, "理由最多 500 个字。"),
    ],
)
def test_what_is_wrong_with_a_row(title, authors, reason, message):
    judged = judge([row(7, title, authors, reason)], CATALOGUE)
    assert judged.problems == {7: [message]}


def test_a_book_stands_once():
    judged = judge([row(2, "给教师的建议"), row(5, "《给教师的建议》")], CATALOGUE)
    assert judged.problems == {5: ["和第 2 行是同一本书。"]}


@given(st.text(max_size=40))
def test_bare_titles_stay_bare(text):
    bare = bare_title(f"《{text.strip()}》")
    assert bare == bare.strip()


def test_columns_that_say_nothing():
    assert missing_columns([Row(2, {"书名": "甲"})]) == ["理由"]
    assert missing_columns([row(2, "甲")]) == []

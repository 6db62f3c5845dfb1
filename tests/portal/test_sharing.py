"""What a page says of itself where it is passed on."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.models import StandardPage
from portal.sharing import MOST_SHARED, in_words, shortened
from reading.models import ReadingLogPage


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("", 10, ""),
        ("  两行\n的　字 ", 10, "两行 的 字"),
        ("一二三四五六七八九十", 10, "一二三四五六七八九十"),
        ("一二三四五六。八九十一", 10, "一二三四五六。"),
        ("一。二三四五六七八九十一", 10, "一。二三四五六七八…"),
        ("一二三四五六七八，十一二", 10, "一二三四五六七八…"),
    ],
)
def test_shortened(text, most, expected):
    assert shortened(text, most) == expected


@given(st.text(max_size=400), st.integers(2, 200))
def test_it_is_never_longer_and_never_two_lines(text, most):
    short = shortened(text, most)
    assert len(short) <= most
    assert "\n" not in short
    assert short.startswith(" ".join(text.split())[: most // 3].rstrip("，、：；— "))


@pytest.mark.django_db  # a page asks for its content type when it is made
@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ""),
        ({"body": [("heading", "题"), ("paragraph", "<p>第一段<b>话</b>。</p>")]}, "第一段话。"),
        ({"summary": "摘要", "body": [("paragraph", "<p>话</p>")]}, "摘要"),
        ({"summary": "摘要", "search_description": "给搜索的话"}, "给搜索的话"),
        ({"summary": "长" * 200}, "长" * (MOST_SHARED - 1) + "…"),
    ],
)
def test_what_it_is_about(fields, expected):
    assert StandardPage(title="页面", **fields).share_text == expected


def moment(day: int) -> datetime:
    return datetime(2025, 9, day, 17, tzinfo=UTC)  # in Shanghai the next day, 01:00


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [(None, None, None), (9, 9, None), (9, 12, date(2025, 9, 13)), (9, None, None)],
)
def test_a_later_version_has_a_day_of_its_own(first, last, expected):
    page = StandardPage(
        title="页面",
        first_published_at=first and moment(first),
        last_published_at=last and moment(last),
    )
    assert page.updated_on == expected


@pytest.mark.django_db
def test_facts_are_author_unit_and_day():
    page = ReadingLogPage(title="笔记", byline="虚构的老师", first_published_at=moment(9))
    assert page.share_facts == ["虚构的老师", "2025年9月10日"]
    assert in_words(None) == ""

"""Addresses made from titles."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.slugs import MAX_LENGTH, pinyin_slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("给教师的建议", "gei-jiao-shi-de-jian-yi"),
        ("2025年 Python 入门", "2025-nian-python-ru-men"),
        ("《我们仨》：一家三口", "wo-men-sa-yi-jia-san-kou"),
        ("重读《单独》", "chong-du-dan-du"),
        ("单老师的灯", "shan-lao-shi-de-deng"),
        ("跟着：查校长", "gen-zhe-zha-xiao-zhang"),
        ("单元教学的长处", "dan-yuan-jiao-xue-de-chang-chu"),
    ],
)
def test_pinyin(title, slug):
    assert pinyin_slug(title) == slug


@pytest.mark.parametrize("title", ["？！。", "", "   ", "😀", "\x00"])
def test_a_title_without_words_gets_a_random_slug(title):
    first, second = pinyin_slug(title, "story"), pinyin_slug(title, "story")
    assert re.fullmatch(r"story-[0-9a-f]{8}", first)
    assert first != second


@given(st.text())
def test_any_title_gives_a_valid_slug(title):
    slug = pinyin_slug(title)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= MAX_LENGTH

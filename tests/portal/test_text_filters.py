"""Names of several parts, and numbers in vertical text."""

import pytest

from portal.templatetags.portal_tags import upright_numbers, whole_name


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("林虚构", "林虚构"),
        ("", ""),
        ("<b>", "&lt;b&gt;"),
        ("甲·乙", '<span class="nowrap">甲·</span><wbr><span class="nowrap">乙</span>'),
        ("<·乙", '<span class="nowrap">&lt;·</span><wbr><span class="nowrap">乙</span>'),
        ("甲·" + "乙" * 11, "甲·" + "乙" * 11),
    ],
)
def test_a_name_breaks_behind_its_dots(name, written):
    assert whole_name(name) == written


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("书", "书"),
        ("书1", '书<span class="upright">1</span>'),
        ("12岁", '<span class="upright">12</span>岁'),
        ("二〇二五", "二〇二五"),
        ("2025年", "2025年"),
        ("3-6岁", "3-6岁"),
        ("A4纸", "A4纸"),
        ("1.5倍", "1.5倍"),
        ("'书'", "&#x27;书&#x27;"),
        ("<1>", '&lt;<span class="upright">1</span>&gt;'),
    ],
)
def test_short_numbers_stand_upright(title, written):
    assert upright_numbers(title) == written

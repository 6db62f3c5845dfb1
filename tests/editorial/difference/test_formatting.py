"""Bold, stress and links in words."""

import pytest

from editorial.difference.formatting import notes_on, spans_of
from portal.html import html_to_text

CASES = [
    ("<p>读书吧</p>", "<p><b>读书</b>吧</p>", ["加粗：“读书”"]),
    ("<p><strong>读书</strong>吧</p>", "<p><b>读书</b>吧</p>", []),
    ("<p><b>读书</b>吧</p>", "<p>读书吧</p>", ["取消加粗：“读书”"]),
    ("<p>读书吧</p>", "<p><em>读书</em>吧</p>", ["着重：“读书”"]),
    (
        '<p>见<a href="https://a.example/">这里</a></p>',
        '<p>见<a href="https://b.example/">这里</a></p>',
        ["“这里”的链接改为 https://b.example/（原为 https://a.example/）"],
    ),
    (
        "<p>见这里</p>",
        '<p>见<a href="https://a.example/">这里</a></p>',
        ["加链接：“这里” → https://a.example/"],
    ),
    (
        '<p>见<a href="https://a.example/">这里</a></p>',
        "<p>见这里</p>",
        ["去掉链接：“这里”（原为 https://a.example/）"],
    ),
    (
        '<p>见<a linktype="page" id="7">这里</a></p>',
        '<p>见<a linktype="page" id="8">这里</a></p>',
        ["“这里”的链接改为 站内页面 8（原为 站内《虚构的页》）"],
    ),
    ("<p><b>好</b>不好</p>", "<p>好不<b>好</b></p>", ["格式的位置有改动"]),
    # a style that goes with its words is no news of its own
    ("<p><b>读书</b>吧</p>", "<p>写字吧</p>", []),
    ("<p>写字吧</p>", "<p><b>读书</b>吧</p>", []),
]


@pytest.mark.parametrize(("before", "after", "expected"), CASES)
def test_changes_of_format_are_told_in_words(before, after, expected):
    old, new = (spans_of(markup, {7: "虚构的页"}) for markup in (before, after))
    assert list(notes_on(old, new, html_to_text(before), html_to_text(after))) == expected

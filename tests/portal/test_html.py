"""Typed and pasted HTML: what gets through, what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.html import clean_html, count_characters, html_to_text, text_to_html

WORD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal'
    "{margin:0}</style><xml><w:WordDocument/></xml></head><body>"
    '<p class="MsoNormal" style="text-indent:24pt"><span lang="EN-US">读</span>书<o:p></o:p></p>'
    '<h1 style="color:red">标题</h1><p class="MsoNormal"><o:p>&nbsp;</o:p></p></body></html>'
)
WECHAT = (
    '<section data-role="outer" style="max-width:100%"><section><p><span style="font-size:15px">'
    '微信里的<strong style="color:#c00">一段</strong></span></p></section>'
    '<section><img src="https://mmbiz.example/0?wx_fmt=png" onerror="alert(1)"></section></section>'
)


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("<p>好</p>", "<p>好</p>"),
        ("<p>一<script>alert(1)</script>二</p>", "<p>一二</p>"),
        ('<a href="javascript:alert(1)">点</a>', "<a>点</a>"),
        (
            '<a href="https://example.org" onclick="x()">链</a>',
            '<a href="https://example.org">链</a>',
        ),
        ('<img src=x onerror="alert(1)">', ""),
        ("<svg><script>1</script></svg><p>文</p>", "<p>文</p>"),
        ("<h1>大</h1><h2>中</h2><h6>小</h6>", "<h3>大</h3><h3>中</h3><h3>小</h3>"),
        ("<p>空</p><p>&nbsp;</p><p><br></p><ul><li> </li></ul>", "<p>空</p>"),
        ("<p>零\x00宽\u200b字\ufeff</p>", "<p>零宽字</p>"),
        ("<iframe src='https://x'></iframe><p>后</p>", "<p>后</p>"),
        ("", ""),
    ],
)
def test_clean_html(pasted, kept):
    assert clean_html(pasted) == kept


def test_text_from_word_survives_without_its_styles():
    cleaned = clean_html(WORD)
    assert html_to_text(cleaned) == "读书\n标题"
    assert cleaned == "<p>读书</p><h3>标题</h3>"


def test_text_from_wechat_survives_without_its_pictures():
    cleaned = clean_html(WECHAT)
    assert html_to_text(cleaned) == "微信里的一段"
    assert "<strong>一段</strong>" in cleaned
    assert "img" not in cleaned
    assert "style" not in cleaned


@given(st.text())
def test_plain_text_comes_back_as_it_was_typed(text):
    lines = [line.strip() for line in html_to_text(text_to_html(text)).splitlines()]
    assert "<script" not in text_to_html(text)
    assert [line for line in lines if line] == lines


@given(st.text(alphabet="<>/\"'= apscriptimgonerrorh3ulli学", max_size=200))
def test_cleaning_twice_changes_nothing(markup):
    once = clean_html(markup)
    assert clean_html(once) == once
    assert "<script" not in once
    assert "onerror=" not in once.replace("&lt;", "").split(">")[0] or "<img" not in once


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("读 书\n笔记", 4), ("a b，c", 4), ("　全角空格　", 4)]
)
def test_count_characters(text, count):
    assert count_characters(text) == count

"""Plain words as HTML: nothing that was typed is markup."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussions.words import rendered

LINK = 'rel="nofollow ugc noopener noreferrer"'


class Tags(HTMLParser):
    """What a browser makes of it."""

    def __init__(self):
        super().__init__()
        self.found, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def read(markup):
    tags = Tags()
    tags.feed(markup)
    tags.close()
    return tags


def test_paragraphs_and_lines():
    assert rendered("一\n二\n\n三") == "<p>一<br>二</p><p>三</p>"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "<a href='javascript:alert(1)'>点</a>",
        "<!--<script>--><svg/onload=alert(1)>",
        'https://a.example/"onmouseover="alert(1)',
        "&lt;script&gt;alert(1)&lt;/script&gt;",
    ],
)
def test_a_script_does_nothing_and_stays_readable(text):
    tags = read(rendered(text))
    assert {tag for tag, _ in tags.found} <= {"p", "br", "a", "strong"}
    assert all(set(attrs) <= {"href", "rel"} for _, attrs in tags.found)
    assert tags.text == text


def test_an_address_becomes_a_link_that_ends_where_chinese_begins():
    made = rendered("见https://a.example/x?y=1&z=2。很好（http://b.example/）")
    assert f'<a href="https://a.example/x?y=1&amp;z=2" {LINK}>' in made
    assert f'<a href="http://b.example/" {LINK}>http://b.example/</a>）' in made


def test_a_long_address_is_shown_short():
    made = rendered("https://a.example/" + "x" * 100)
    assert "x" * 100 in made
    assert "…</a>" in made


def test_names_are_set_off():
    made = rendered("@虚构一（虚构小学）您看？@虚构一也来", ["@虚构一（虚构小学）", "@虚构一"])
    assert "<strong>@虚构一（虚构小学）</strong>您看？<strong>@虚构一</strong>也来" in made


@given(st.text(max_size=300), st.lists(st.text(min_size=1, max_size=10), max_size=3))
def test_no_text_brings_markup(text, names):
    tags = read(rendered(text, names))
    assert {tag for tag, _ in tags.found} <= {"p", "br", "a", "strong"}
    for _, attrs in tags.found:
        assert set(attrs) <= {"href", "rel"}
        assert attrs.get("href", "http").lower().startswith("http")

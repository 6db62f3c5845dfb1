"""How the difference is shown."""

import pytest
from django.template.loader import render_to_string

from editorial.difference import Difference, Kind, Line, Section, diff_words

PART = "editorial/components/difference.html"


def rendered(*sections: Section) -> str:
    """Return the template part for these sections."""
    return render_to_string(PART, {"difference": Difference(sections)})


def title(before: str, after: str, kind: Kind = Kind.CHANGED, **fields: object) -> Section:
    """Return a section for a title that was changed."""
    line = Line("title", "", diff_words(before, after))
    return Section("title", "标题", "title", kind, (line,), **fields)


def test_words_that_came_and_went_are_marked_and_said():
    markup = rendered(title("读书让我快乐", "读书让我安静"))
    assert (
        '读书让我<del><span class="difference__said">〔删去〕</span>快乐'
        '<span class="difference__said">〔删去完〕</span></del>'
        '<ins><span class="difference__said">〔增加〕</span>安静'
        '<span class="difference__said">〔增加完〕</span></ins></p>'
    ) in markup
    assert "共 1 处改动，增加 2 字，删去 2 字。" in markup
    assert 'data-place="title"' in markup


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "A & B", '"引号"'])
def test_markup_in_words_and_notes_is_text(text):
    markup = rendered(title("", text, notes=(text,)))
    assert text not in markup.replace('class="', "")
    assert "<script" not in markup


def test_what_stayed_is_folded():
    same = [title("一样", "一样", Kind.SAME, is_passage=True) for _ in range(3)]
    markup = rendered(*same, title("旧", "新"))
    assert markup.count("<details") == 1
    assert "<summary>未改动的 3 段</summary>" in markup


def test_no_difference_is_said():
    markup = rendered(title("一样", "一样", Kind.SAME))
    assert "两个版本没有不同。" in markup
    assert "<details" not in markup


def test_runs_are_drawn_without_white_space_of_their_own():
    markup = render_to_string(
        "editorial/components/difference_runs.html", {"runs": diff_words("一样", "一样")}
    )
    assert markup == "一样"

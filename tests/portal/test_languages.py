"""Which language a foreign part of a page is said to be in."""

import pytest

from portal.languages import language_of, mark_languages
from portal.templatetags.language_tags import lang, languages


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Democracy and Education", "en"),
        ("How to Read a Book", "en"),
        ("Émile, ou De l’éducation: la suite", "fr"),
        ("Kritik der reinen Vernunft", "de"),
        ("Сердце отдаю детям", "ru"),
        ("窓ぎわのトットちゃん", "ja"),
        ("대교수학", "ko"),
        ("民主主义与教育", ""),
        ("《民主主义与教育》（Democracy and Education）", ""),
        ("Walden", ""),
        ("Didactica magna", ""),
        ("xué ér shí xí zhī", ""),
        ("PDF 3.2 MB", ""),
        ("2025-09-10", ""),
        ("", ""),
    ],
)
def test_letters_and_small_words_tell_the_language(text, language):
    assert language_of(text) == language


def test_only_paragraphs_in_another_language_are_marked():
    english = "Give the pupils something to do, not something to learn."
    markup = (
        f"<p>杜威说过：</p><blockquote>{english}</blockquote><ul><li><b>To</b> {english}</li></ul>"
    )
    marked = mark_languages(markup)
    assert marked == markup.replace("<blockquote>", '<blockquote lang="en">').replace(
        "<li>", '<li lang="en">'
    )
    assert mark_languages("<p>用 Word 写的 PDF</p>") == "<p>用 Word 写的 PDF</p>"


def test_what_is_not_safe_stays_unsafe():
    assert languages("<script>") == "&lt;script&gt;"
    assert lang('Democracy "and" the Education') == ' lang="en"'
    assert lang(None) == ""


def test_a_long_article_is_read_in_a_moment():
    """Nothing in the pattern runs back over what it has read."""
    assert mark_languages("<p>" * 20_000 + "one two three") == "<p>" * 20_000 + "one two three"

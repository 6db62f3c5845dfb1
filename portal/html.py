"""HTML that people typed or pasted: only what an article needs gets through."""

import html
import re

import nh3

TAGS = {"p", "h3", "b", "strong", "i", "em", "ul", "ol", "li", "a", "blockquote", "br"}
ATTRIBUTES = {"a": {"href"}}
# Word and WeChat wrap paragraphs in these; their text stays, the wrapping goes.
DROPPED_WITH_CONTENT = {"script", "style", "title", "xml", "template", "noscript", "iframe", "svg"}
# Nobody's article nests deeper; a page that does costs no more than this many passes.
DEEPEST = 40
_HEADINGS = re.compile(r"<(/?)h[12456]\b[^>]*>", re.IGNORECASE)
_DIVISIONS = re.compile(r"<(/?)(?:div|section|article|figcaption|tr)\b[^>]*>", re.IGNORECASE)
_EMPTY = re.compile(r"<(p|h3|li|blockquote|ul|ol|strong|em|b|i)>(?:\s|&nbsp;|<br\s*/?>)*</\1>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff]")


def clean_html(markup: str) -> str:
    """Return ``markup`` reduced to the tags in ``TAGS``, safe to show to anyone.

    Headings of any level become ``h3``, block wrappers become paragraphs, control characters,
    styles, scripts, classes and pictures go. Links keep ``http``, ``https``, ``mailto`` only.
    """
    text = _CONTROL.sub("", markup)
    text = _DIVISIONS.sub(r"<\1p>", _HEADINGS.sub(r"<\1h3>", text))
    text = nh3.clean(
        text,
        tags=TAGS,
        attributes=ATTRIBUTES,
        clean_content_tags=DROPPED_WITH_CONTENT,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    for _ in range(DEEPEST):  # removing an empty item may leave an empty list
        previous, text = text, _EMPTY.sub("", text)
        if text == previous:
            break
    return text.strip()


def text_to_html(text: str) -> str:
    """Return plain text as paragraphs: a blank line or a new line begins the next one."""
    lines = (line.strip() for line in _CONTROL.sub("", text).splitlines())
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines if line)


def html_to_text(markup: str) -> str:
    """Return the words of ``markup``, one line a paragraph, heading or list item."""
    text = re.sub(r"</(?:p|h[1-6]|li|blockquote|div)>|<br\s*/?>", "\n", markup)
    text = html.unescape(nh3.clean(text, tags=set()))
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def count_characters(text: str) -> int:
    """Return how many characters a Chinese reader would count: all but white space."""
    return len(re.sub(r"\s", "", text))

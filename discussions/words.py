"""Plain words as readers see them: paragraphs, links, names. Nothing that was typed is markup."""

import html
import re
from collections.abc import Iterable

import nh3
from django.utils.safestring import SafeString, mark_safe

# Ends where a Chinese sentence goes on: its punctuation, its characters, white space.
_ADDRESS = re.compile(
    r"https?://[^\s<>\"'\u3000-\u303f\uff00-\uffef\u4e00-\u9fff“”‘’…—]+", re.IGNORECASE
)
_CLOSING = ".,;:!?)]}"
LONGEST_SHOWN = 60
REL = "nofollow ugc noopener noreferrer"


def rendered(text: str, mentions: Iterable[str] = ()) -> SafeString:
    """Return words as safe HTML.

    A blank line begins a paragraph, a line end stays one. Addresses become links that no search
    engine follows; a name that was recognised is set off.

    Args:
        text: as it was typed, without markup.
        mentions: the words of each mention, as ``@虚构一`` or ``@虚构一（虚构第一小学）``.
    """
    names = sorted({words for words in mentions if words}, key=len, reverse=True)
    named = re.compile("|".join(map(re.escape, names))) if names else None
    paragraphs = (part.strip() for part in re.split(r"\n\s*\n", text))
    made = "".join(f"<p>{_lines(part, named)}</p>" for part in paragraphs if part)
    # The last word: whatever went wrong above, only this comes through.
    clean = nh3.clean(
        made,
        tags={"p", "br", "a", "strong"},
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel=REL,
    )
    return mark_safe(clean)  # noqa: S308 escaped piece by piece, then cleaned


def _lines(paragraph: str, named: re.Pattern[str] | None) -> str:
    return "<br>".join(_line(line.strip(), named) for line in paragraph.split("\n"))


def _line(line: str, named: re.Pattern[str] | None) -> str:
    parts, end = [], 0
    for match in _ADDRESS.finditer(line):
        address = match.group().rstrip(_CLOSING)
        parts.append(_names(line[end : match.start()], named))
        parts.append(_link(address))
        end = match.start() + len(address)
    return "".join([*parts, _names(line[end:], named)])


def _link(address: str) -> str:
    shown = address if len(address) <= LONGEST_SHOWN else f"{address[: LONGEST_SHOWN - 1]}…"
    return f'<a href="{html.escape(address)}">{html.escape(shown)}</a>'


def _names(text: str, named: re.Pattern[str] | None) -> str:
    if named is None:
        return html.escape(text)
    parts, end = [], 0
    for match in named.finditer(text):
        parts += [html.escape(text[end : match.start()])]
        parts += [f"<strong>{html.escape(match.group())}</strong>"]
        end = match.end()
    return "".join([*parts, html.escape(text[end:])])

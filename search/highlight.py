"""Excerpts: the piece of a text around the best hit, safe for HTML, hits in ``<mark>``."""

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import accumulate

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search import analysis, compounds

# Characters of an excerpt, and how many of them may stand before its first hit.
LENGTH = 120
LEAD = 24

# An excerpt comes from the beginning of a very long text if need be.
_MAX_TEXT = 50_000
_MAX_HITS = 200

# Chinese punctuation brings its own air, so a typed space beside it is one too many.
_AIR = re.compile(
    r"(?<=[、。，；：？！）》」』】〕…]) |(?<=[。？！…][”’]) | (?=[、。，；：？！（《「『【〔…])"
)
# What belongs to the words before it: nothing begins with these.
_CLOSING = frozenset(" 、。，；：？！）》”’」』】〕…—·,.;:?!)]")

_Span = tuple[int, int]


class Highlighter:
    """Finds the words of one query in many texts.

    Args:
        query: what the visitor typed; may be anything.
    """

    def __init__(self, query: str):
        terms = analysis.query_terms(query)
        whole = [run for _, run in compounds.query_runs(analysis.normalize(query[:100]))]
        # A word the segmenter knows is marked whole; its pieces only where no word was found.
        self._first = _pattern({*whole, *(w for w in terms.words if len(w) > 1), *terms.starts})
        self._second = _pattern(set(terms.grams))

    def mark(self, text: str) -> SafeString:
        """The whole text, escaped, with its hits marked."""
        return _render(text, 0, len(text), self._spans(text))

    def excerpt(self, text: str, length: int = LENGTH) -> SafeString:
        """About ``length`` characters around the place with most of the query's words.

        Without any hit it is the beginning of the text.
        """
        text = _AIR.sub("", " ".join(text[:_MAX_TEXT].split()))
        spans = self._spans(text)
        start = _best_start(text, spans, length)
        end = min(len(text), start + length)
        if start:
            start = _behind_marks(text, start, min((a for a, b in spans if b > start), default=end))
        before = "……" if start else ""
        after = "……" if end < len(text) else ""
        return mark_safe(f"{before}{_render(text, start, end, spans)}{after}")  # noqa: S308

    def has_hit(self, text: str) -> bool:
        """Whether anything in the text would be marked."""
        return bool(self._spans(text[:_MAX_TEXT]))

    def _spans(self, text: str) -> list[_Span]:
        folded, origin = _fold(text)
        for wanted in (self._first, self._second):
            if wanted is None:
                continue
            found: list[_Span] = []
            for match in wanted.finditer(folded):
                found.append((origin(match.start()), origin(match.end() - 1) + 1))
                if len(found) == _MAX_HITS:
                    break
            if found:
                return found
        return []


def _pattern(words: set[str]) -> re.Pattern | None:
    """Alternatives, longest first; Latin words only as whole words."""
    parts = []
    for word in sorted(filter(None, words), key=lambda word: (-len(word), word)):
        is_cjk = next(analysis.runs(word), (False, ""))[0]
        if is_cjk:
            parts.append(re.escape(word))
        else:
            parts.append(rf"(?<![a-z0-9])(?:{compounds.pattern(word)})(?![a-z0-9])")
    return re.compile("|".join(parts)) if parts else None


def _fold(text: str):
    """The text as the index sees it, and a function from its positions to those of the text.

    Folded character by character, because … becomes three full stops and ß two letters.
    """
    table = {char: _folded(char) for char in set(text)}
    pieces = [table[char] for char in text]
    if all(len(piece) == 1 for piece in pieces):
        return "".join(pieces), lambda position: position
    ends = list(accumulate(len(piece) for piece in pieces))
    return "".join(pieces), lambda position: bisect_left(ends, position + 1)


@lru_cache(maxsize=8192)  # the characters that a district writes
def _folded(char: str) -> str:
    return analysis.normalize(char)


def _best_start(text: str, spans: list[_Span], length: int) -> int:
    if not spans or len(text) <= length:
        return 0
    best, best_value = 0, 0
    for start, _ in spans:
        # A hit at the very end of a text may not stand where a phone has cut the excerpt.
        begin = max(0, start - 2 * LEAD, min(start - LEAD, len(text) - length))
        inside = {text[a:b].casefold() for a, b in spans if a >= begin and b <= begin + length}
        value = sum(len(word) for word in inside)
        if value > best_value:
            best, best_value = begin, value
    return best


def _behind_marks(text: str, start: int, hit: int) -> int:
    """Return the first place from ``start`` on that can begin an excerpt, at latest the hit."""
    while start < hit and text[start] in _CLOSING:
        start += 1
    return start


def _render(text: str, start: int, end: int, spans: list[_Span]) -> SafeString:
    parts: list[str] = []
    position = start
    for a, b in spans:
        a, b = max(a, position), min(b, end)
        if a >= b:
            continue
        parts.append(escape(text[position:a]))
        parts.append(f"<mark>{escape(text[a:b])}</mark>")
        position = b
    parts.append(escape(text[position:end]))
    return mark_safe("".join(parts))  # noqa: S308 - every piece is escaped above

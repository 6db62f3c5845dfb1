"""From text to index terms: the one pipeline that documents and queries share.

Every text becomes two streams of terms:

* *words*: what the segmenter reads, with the shorter words inside long ones (教育学 gives 教育
  and 教育学). They carry meaning, and so most of the ranking.
* *grams*: every pair of neighbouring Chinese characters, plus the last character of each run
  alone. They carry the promise that any piece of a text finds that text, wherever the segmenter
  puts its borders; and since every character begins exactly one gram, a single character is
  found by its prefix.

Latin words and numbers are one term in both streams.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from search import segmentation
from search.function_words import FUNCTION_WORDS

# Raise when the terms of a text change: indexes built before are then rebuilt.
VERSION = 1

# Longer queries are cut: the cost of a query grows with its terms, and nobody types more.
MAX_QUERY_LENGTH = 255
MAX_QUERY_TERMS = 64

# Whoosh keeps a term's bytes beside a two-byte length; nobody looks for longer words anyway.
MAX_TERM_LENGTH = 64

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Soft hyphen, zero-width and bidi marks, variation selectors, BOM; half a surrogate pair cannot
# be encoded at all.
_INVISIBLE = re.compile(
    r"[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff]"
)
_CJK = (
    r"\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\uac00-\ud7af\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"(?P<cjk>[{_CJK}]+)|(?P<word>(?:(?![{_CJK}])[^\W_])+)")


@dataclass(frozen=True)
class Terms:
    """The terms of a document's text, repeated as often as they occur."""

    words: list[str]
    grams: list[str]


@dataclass(frozen=True)
class QueryTerms:
    """The terms of a query, each once.

    ``words`` rank. ``grams`` must all be present for the query to be found; ``starts`` are
    single characters that must begin some gram. ``last`` is the final Latin word, which a
    visitor may still be typing.
    """

    words: tuple[str, ...]
    grams: tuple[str, ...]
    starts: tuple[str, ...]
    last: str | None = None

    def __bool__(self) -> bool:
        return bool(self.grams or self.starts)


def clean(text: str) -> str:
    """Strip what must never reach a database or an index: NUL, controls, lone surrogates."""
    return _INVISIBLE.sub("", _CONTROL.sub(" ", text))


def normalize(text: str) -> str:
    """Fold full width to half width, compatibility forms and letter case; idempotent."""
    folded = clean(text)
    # Case folding may leave a string that composes further (and the reverse); two rounds settle
    # every assigned character, the loop is bounded all the same.
    for _ in range(4):
        previous = folded
        folded = clean(unicodedata.normalize("NFKC", folded).casefold())
        folded = unicodedata.normalize("NFKC", folded)
        if folded == previous:
            break
    return folded


def runs(normalized: str) -> Iterator[tuple[bool, str]]:
    """Split normalised text into ``(is_cjk, run)``; everything else separates."""
    for match in _RUN.finditer(normalized):
        if match.lastgroup == "cjk":
            yield True, match.group()
        else:
            yield False, match.group()[:MAX_TERM_LENGTH]


def grams_of(run: str) -> list[str]:
    """The grams of one run of Chinese characters: 教育学 gives 教育, 育学, 学."""
    return [run[i : i + 2] for i in range(len(run))]


def document_terms(text: str) -> Terms:
    """All terms of a text that goes into the index."""
    words: list[str] = []
    grams: list[str] = []
    for is_cjk, run in runs(normalize(text)):
        if is_cjk:
            words.extend(segmentation.words_with_parts(run))
            grams.extend(grams_of(run))
        else:
            words.append(run)
            grams.append(run)
    return Terms(words=words, grams=grams)


def document_grams(text: str) -> list[str]:
    """Only the grams: for fields that need no ranking by words, such as autocompletion."""
    grams: list[str] = []
    for is_cjk, run in runs(normalize(text)):
        grams.extend(grams_of(run) if is_cjk else [run])
    return grams


def query_terms(text: str) -> QueryTerms:
    """The terms of a query; empty (false) when the text holds no word at all.

    Words of a query need not stand side by side in the document, so grams across the border of
    two words are not asked for; except around a single character, which alone would say little.
    Function words are dropped unless nothing else is left.
    """
    words: dict[str, None] = {}
    grams: dict[str, None] = {}
    starts: dict[str, None] = {}
    last = None
    found = list(runs(normalize(text[:MAX_QUERY_LENGTH])))
    pieces = [(is_cjk, run, segmentation.words(run) if is_cjk else [run]) for is_cjk, run in found]
    keep_all = all(_is_function_word(word) for _, _, cut in pieces for word in cut)
    for is_cjk, run, cut in pieces:
        last = None if is_cjk else run
        if not is_cjk:
            words[run] = grams[run] = None
            continue
        offset = 0
        for word in cut:
            start, offset = offset, offset + len(word)
            if _is_function_word(word) and not keep_all:
                continue
            if len(word) > 1:
                words.update(dict.fromkeys(segmentation.words_with_parts(word)))
                grams.update(dict.fromkeys(grams_of(word)[:-1]))
            elif len(run) == 1:
                starts[word] = None
            else:
                words[word] = None
                neighbour = run[start : start + 2] if start + 1 < len(run) else run[start - 1 :]
                grams[neighbour[:2]] = None
    return QueryTerms(
        words=tuple(words)[:MAX_QUERY_TERMS],
        grams=tuple(grams)[:MAX_QUERY_TERMS],
        starts=tuple(starts)[:MAX_QUERY_TERMS],
        last=last,
    )


def _is_function_word(word: str) -> bool:
    if word in FUNCTION_WORDS:
        return True
    if len(word) < 4:
        return False
    # 怎样才能 is one word of the dictionary, made of two function words.
    return word[:2] in FUNCTION_WORDS and word[2:] in FUNCTION_WORDS


def phrase_terms(text: str) -> QueryTerms:
    """The terms that every document with this exact phrase must hold."""
    grams: dict[str, None] = {}
    starts: dict[str, None] = {}
    for is_cjk, run in runs(normalize(text[:MAX_QUERY_LENGTH])):
        if is_cjk and len(run) == 1:
            starts[run] = None
        else:
            grams.update(dict.fromkeys(grams_of(run)[:-1] if is_cjk else [run]))
    return QueryTerms(words=(), grams=tuple(grams), starts=tuple(starts))


def phrase_units(text: str) -> str:
    """A text as a string in which a phrase is a substring, whatever stands between its words."""
    units: list[str] = []
    for is_cjk, run in runs(normalize(text)):
        units.extend(run if is_cjk else [run])
    return "".join(f"\n{unit}" for unit in units) + "\n"


def signature() -> dict[str, str]:
    """What an index must have been built with to be readable by this code."""
    return {"analysis": str(VERSION), "dictionary": segmentation.version()}

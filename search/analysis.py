"""From text to index terms: the one pipeline that documents and queries share.

Every text becomes two streams of terms:

* *words*: what the segmenter reads, with the shorter words inside long ones (教育学 gives 教育
  and 教育学). They carry meaning, and so most of the ranking.
* *grams*: every pair of neighbouring Chinese characters, plus the last character of each run
  alone. They carry the promise that any piece of a text finds that text, wherever the segmenter
  puts its borders; and since every character begins exactly one gram, a single character is
  found by its prefix.

Latin words and numbers are one term in both streams; so are terms with signs (2+N, C++, an ISBN),
see ``search.compounds``.

The district's own words (``search.dictionary``) may change while an index stands. That does no
harm: they add words to the first stream, which always holds their parts too, and decide nothing
in the second, which says what is found.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from portal.simplified import simplified
from search import dictionary, segmentation
from search.compounds import document_runs, query_runs
from search.folding import BECOMES_CHINESE, MAX_TERM_LENGTH, clean, normalize, runs
from search.function_words import FUNCTION_WORDS

__all__ = [
    "MAX_QUERY_LENGTH",
    "MAX_QUERY_TERMS",
    "MAX_TERM_LENGTH",
    "VERSION",
    "QueryTerms",
    "Terms",
    "clean",
    "document_grams",
    "document_terms",
    "normalize",
    "phrase_terms",
    "phrase_test",
    "phrase_units",
    "query_terms",
    "runs",
    "signature",
]

# Raise when the terms of a text change: indexes built before are then rebuilt.
VERSION = 2

# Longer queries are cut: the cost of a query grows with its terms, and nobody types more.
MAX_QUERY_LENGTH = 255
MAX_QUERY_TERMS = 64


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


def grams_of(run: str) -> list[str]:
    """The grams of one run of Chinese characters: 教育学 gives 教育, 育学, 学."""
    return [run[i : i + 2] for i in range(len(run))]


def document_terms(text: str) -> Terms:
    """All terms of a text that goes into the index."""
    words: list[str] = []
    grams: list[str] = []
    dictionary.keep_fresh()
    for is_cjk, run in document_runs(normalize(text)):
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
    for is_cjk, run in document_runs(normalize(text)):
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
    dictionary.keep_fresh()
    found = list(query_runs(normalize(text[:MAX_QUERY_LENGTH])))
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


def phrase_test(text: str) -> Callable[[str], bool]:
    """Return what tells whether a text holds a phrase, whatever stands between its words.

    A phrase is looked for in hundreds of texts. Nearly all are written as they would be compared,
    but for traditional characters; so the Chinese of a phrase is sought in the text as it stands.
    A text is only folded where it has characters that would become Chinese ones.
    """
    units = phrase_units(text)
    found = list(runs(normalize(text)))
    patterns = [re.compile(r"[\W_]*".join(run)) for is_cjk, run in found if is_cjk]
    is_all_chinese = len(patterns) == len(found)
    if is_all_chinese:
        patterns = [re.compile(r"[\W_]*".join("".join(run for _, run in found)))]

    def holds(value: str) -> bool:
        if BECOMES_CHINESE.search(value):
            return units in phrase_units(value)
        written_simply = simplified(value)
        if not all(pattern.search(written_simply) for pattern in patterns):
            return False
        return is_all_chinese or units in phrase_units(value)

    return holds


def signature() -> dict[str, str]:
    """What an index must have been built with to be readable by this code."""
    return {"analysis": str(VERSION), "dictionary": segmentation.version()}

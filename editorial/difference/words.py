"""Chinese text as words, and what changed between two texts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from editorial.difference.alignment import MOST_CELLS, Pair, common, gaps
from search import segmentation
from search.function_words import FUNCTION_WORDS

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# What is read together with the number before it. Longer ones first.
_UNITS = (
    "平方米|年级|年度|月份|周年|世纪|公里|千米|厘米|毫米|公斤|千克|小时|分钟|万元|亿元|万人|万字|"
    "[年月日号时点分秒天周岁元角万亿千百个名位人次节课页章篇本册届期班条项家所校米克段字句套台间组轮场倍度卷回]"
)
_TOKEN = re.compile(
    rf"(?P<number>\d+(?:[.,:/]\d+)*(?:[%％‰℃]|[a-zA-Z]+|{_UNITS})?)"
    rf"|(?P<han>[{_HAN}]+)"
    rf"|(?P<word>(?:(?![{_HAN}\d_])\w)+(?:['’-](?:(?![{_HAN}\d_])\w)+)*)"
    r"|(?P<space>[^\S\n]+)"
    r"|(?P<other>.)",
    re.DOTALL,
)
_SENTENCE_END = frozenset("。！？!?；;\n")
_LETTERS = re.compile(r"\w")
# 的 between two changed words is no landmark for the eye; four characters are.
_LONGEST_FILLER = 2


class RunKind(StrEnum):
    """What happened to a stretch of text."""

    EQUAL = "equal"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True)
class Run:
    """A stretch of text with one fate."""

    kind: RunKind
    text: str


@dataclass
class _Change:
    """Words that were exchanged, and those behind them that stayed."""

    deleted: list[str]
    inserted: list[str]
    kept: list[str]


def tokens(text: str) -> list[str]:
    """Split ``text`` into words; joined, they give the text again.

    Chinese is cut by the segmenter of the search. A Latin word, a number with its unit (``45分钟``,
    ``3.5%``) and a stretch of blanks are one token each, every other character is its own.
    """
    found: list[str] = []
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "han":
            found += segmentation.words(match.group())
        else:
            found.append(match.group())
    return found


def diff_words(before: str, after: str) -> tuple[Run, ...]:
    """Return what stayed, went and came, in the order of reading; a deletion comes first.

    The equal and deleted runs give ``before``, the equal and inserted ones ``after``. The time is
    bounded by the lengths (see ``alignment.common``): words beyond its limit are first aligned by
    sentences.
    """
    old, new = tokens(before), tokens(after)
    return tuple(_runs(_tidied(_changes(old, new))))


def whole(text: str, kind: RunKind) -> tuple[Run, ...]:
    """Return ``text`` as one run, nothing where it is empty."""
    return (Run(kind, text),) if text else ()


def _changes(old: list[str], new: list[str]) -> list[_Change]:
    pairs = _pairs(old, new)
    kept = [[old[row]] for row, _ in pairs] + [[]]
    return [
        _Change([old[i] for i in rows], [new[j] for j in columns], after)
        for (rows, columns), after in zip(gaps(pairs, len(old), len(new)), kept, strict=True)
    ]


def _pairs(old: list[str], new: list[str]) -> list[Pair]:
    if len(old) * len(new) <= MOST_CELLS:
        return common(old, new)
    old_sentences, new_sentences = _sentences(old), _sentences(new)
    old_starts, new_starts = _starts(old_sentences), _starts(new_sentences)
    same = common(old_sentences, new_sentences)
    pairs: list[Pair] = []
    between = gaps(same, len(old_sentences), len(new_sentences))
    for (rows, columns), anchor in zip(between, [*same, None], strict=True):
        first, second = old_starts[rows.start], new_starts[columns.start]
        inner = common(old[first : old_starts[rows.stop]], new[second : new_starts[columns.stop]])
        pairs += [(first + i, second + j) for i, j in inner]
        if anchor:
            first, second = old_starts[anchor[0]], new_starts[anchor[1]]
            length = len(old_sentences[anchor[0]])
            pairs += [(first + step, second + step) for step in range(length)]
    return pairs


def _sentences(words: Sequence[str]) -> list[tuple[str, ...]]:
    found, start = [], 0
    for position, word in enumerate(words, start=1):
        if word in _SENTENCE_END:
            found.append(tuple(words[start:position]))
            start = position
    return [*found, tuple(words[start:])] if start < len(words) else found


def _starts(sentences: list[tuple[str, ...]]) -> list[int]:
    starts = [0]
    for sentence in sentences:
        starts.append(starts[-1] + len(sentence))
    return starts


def _tidied(changes: list[_Change]) -> list[_Change]:
    """Merge what only a filler keeps apart, and what nothing does."""
    merged = changes[:1]
    for change in changes[1:]:
        last = merged[-1]
        if not change.deleted and not change.inserted:
            last.kept += change.kept
        elif _is_filler(last.kept) and _is_exchange(last) and _is_exchange(change):
            last.deleted += last.kept + change.deleted
            last.inserted += last.kept + change.inserted
            last.kept = change.kept
        else:
            merged.append(change)
    return merged


def _is_exchange(change: _Change) -> bool:
    return bool(change.deleted and change.inserted)


def _is_filler(words: list[str]) -> bool:
    return len("".join(words)) <= _LONGEST_FILLER and all(
        word in FUNCTION_WORDS or not (_LETTERS.match(word) or word in _SENTENCE_END)
        for word in words
    )


def _runs(changes: Iterable[_Change]) -> Iterable[Run]:
    for change in changes:
        yield from whole("".join(change.deleted), RunKind.DELETED)
        yield from whole("".join(change.inserted), RunKind.INSERTED)
        yield from whole("".join(change.kept), RunKind.EQUAL)

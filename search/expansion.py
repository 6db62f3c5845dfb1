"""Other ways to say a query: synonyms of the editors, and Chinese for what was typed as pinyin."""

import re
from dataclasses import dataclass
from itertools import accumulate

from search import analysis, segmentation
from search.folding import RUN, normalize
from search.models import SynonymGroup
from search.shared import SharedList, touch_when_saved
from search.vocabulary.lookups import readings_of

STAMP = "synonyms"
MOST_VARIANTS = 4
SYNONYM_WEIGHT = 0.7
READING_WEIGHT = 0.6
# Synonyms beside readings, so that a query with both gets some of either.
_SYNONYMS_BESIDE_READINGS = 2
# jiao yu xue and xi'an are one word in pieces.
_PINYIN = re.compile(r"(?<![a-z0-9+#])[a-z]{1,24}(?:[ '][a-z]{1,24})*(?![a-z0-9+#])")
_MOST_PINYIN = 8


@dataclass(frozen=True)
class Variant:
    """A query to search for as well; hits count ``weight`` times as much as those of the first."""

    text: str
    weight: float


@dataclass(frozen=True)
class Synonyms:
    """All groups, ready to be found in a text."""

    pattern: re.Pattern[str] | None
    others: dict[str, tuple[str, ...]]


def variants(text: str) -> list[Variant]:
    """A query and up to three others that mean the same, the query itself first.

    Queries: none for Chinese text (but see ``search.shared``), one when it has Latin words.
    """
    normalized = normalize(text[: analysis.MAX_QUERY_LENGTH])
    readings = _in_chinese(normalized)
    synonyms = _with_synonyms(normalized)
    if readings:
        synonyms = synonyms[:_SYNONYMS_BESIDE_READINGS]
    found = [Variant(text, 1.0)]
    found += [Variant(other, SYNONYM_WEIGHT) for other in synonyms]
    found += [Variant(other, READING_WEIGHT) for other in readings]
    return found[:MOST_VARIANTS]


def refresh() -> None:
    """Look now whether the synonyms have changed. Queries: 1; 2 when they have."""
    _synonyms.refresh()


def forget() -> None:
    """Know no synonyms: for tests."""
    _synonyms.forget()


def _with_synonyms(normalized: str) -> list[str]:
    synonyms = _synonyms.get()
    if synonyms.pattern is None:
        return []
    found: dict[str, None] = {}
    for match in synonyms.pattern.finditer(normalized):
        if _stands_alone(normalized, match):
            for other in synonyms.others[match.group()]:
                changed = normalized[: match.start()] + other + normalized[match.end() :]
                found[changed] = None
    return list(found)


def _stands_alone(normalized: str, match: re.Match[str]) -> bool:
    """Whether a word begins and ends where words do: 师德 does not stand in 老师德高望重."""
    for run in RUN.finditer(normalized):
        if run.start() < match.end() and match.start() < run.end():
            is_cjk = run.lastgroup == "cjk"
            words = segmentation.words(run.group()) if is_cjk else [run.group()]
            borders = {*accumulate(map(len, words), initial=run.start())}
            inner = {match.start(), match.end()}
            if not all(edge in borders for edge in inner if run.start() < edge < run.end()):
                return False
    return True


def _in_chinese(normalized: str) -> list[str]:
    """The query with its pinyin as characters: first the best reading of all, then the others."""
    stretches = list(_PINYIN.finditer(normalized))[:_MOST_PINYIN]
    if not stretches:
        return []
    words = {word for stretch in stretches for word in (stretch.group(), *_split(stretch.group()))}
    known = readings_of(words)
    if not known:
        return []
    found: dict[str, None] = {}
    for choice in range(MOST_VARIANTS - 1):
        changed = normalized
        for stretch in reversed(stretches):
            read = _read(stretch.group(), known, choice)
            changed = changed[: stretch.start()] + read + changed[stretch.end() :]
        if changed != normalized:
            found[changed] = None
    return list(found)


def _split(stretch: str) -> list[str]:
    return re.split(r"[ ']", stretch)


def _read(stretch: str, known: dict[str, list[str]], choice: int) -> str:
    if stretch in known:
        return known[stretch][min(choice, len(known[stretch]) - 1)]
    words = _split(stretch)
    if not any(word in known for word in words):
        return stretch
    return " ".join(_read(word, known, choice) if word in known else word for word in words)


def _load() -> Synonyms:
    others: dict[str, tuple[str, ...]] = {}
    for group in SynonymGroup.objects.all():
        for word in group.keys:
            others[word] = tuple(other for other in group.keys if other != word)
    if not others:
        return Synonyms(None, {})
    longest_first = sorted(others, key=lambda word: (-len(word), word))
    return Synonyms(re.compile("|".join(map(_bounded, longest_first))), others)


def _bounded(word: str) -> str:
    """A pattern for a word; where it begins or ends with Latin letters, for a whole word only."""
    start = r"(?<![a-z0-9])" if word[0].isascii() else ""
    end = r"(?![a-z0-9])" if word[-1].isascii() else ""
    return f"{start}{re.escape(word)}{end}"


_synonyms: SharedList[Synonyms] = SharedList(STAMP, _load, Synonyms(None, {}))
touch_when_saved(SynonymGroup, STAMP)

"""Did you mean: a query with its unknown words put right."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from django.db.models import Q

from search import dictionary, pinyin, segmentation
from search.folding import RUN, key_of
from search.function_words import FUNCTION_WORDS
from search.models import VocabularyNeighbour
from search.vocabulary.edits import has_forms, is_one_mistake, shortened
from search.vocabulary.lookups import nameable

MAX_LENGTH = 40
# Characters of a Chinese word that may be mistaken as a whole.
_WORD = range(2, 7)


@dataclass(frozen=True)
class _Suspect:
    """A stretch of the query that may be a mistake."""

    start: int
    end: int
    word: str
    # What the segmenter cut there: pieces inside, and pieces that only reach in.
    inside: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


def corrections(text: str, limit: int = 3) -> list[str]:
    """Queries that the visitor may have meant, best first; empty when nothing looks wrong.

    A stretch that is no word of the vocabulary gives way to one that sounds the same (报险: 保险);
    failing that, to one with a single mistake less, in Latin words and Chinese ones of three or
    more characters.

    Args:
        text: the whole query.
        limit: how many at most.

    Queries: at most 3, none for a query without words.
    """
    key = key_of(text[:MAX_LENGTH])
    dictionary.keep_fresh()
    suspects = list(_suspects(key))
    if not suspects or limit < 1:
        return []
    better = _homophones(suspects)
    chosen = _best(better) or _best(_one_mistake_less(suspects))
    if not chosen:
        return []
    found = [_replaced(key, {suspect: words[0] for suspect, words in chosen.items()})]
    for suspect, words in chosen.items():
        for other in words[1:]:
            found.append(_replaced(key, {s: w[0] for s, w in chosen.items()} | {suspect: other}))
    return list(dict.fromkeys(found))[:limit]


def _suspects(key: str) -> Iterator[_Suspect]:
    for match in RUN.finditer(key):
        if match.lastgroup == "word":
            yield _Suspect(match.start(), match.end(), match.group())
        else:
            yield from _stretches(match.group(), match.start())


def _stretches(run: str, offset: int) -> Iterator[_Suspect]:
    """All short stretches of a run, without grammar, which is never mistaken for a subject.

    Not only whole pieces: a mistake also misleads the segmenter about its neighbours.
    """
    pieces = segmentation.words(run)
    starts = list(accumulate(map(len, pieces), initial=0))
    spans = list(zip(pieces, starts, starts[1:], strict=False))
    for start in range(len(run)):
        for end in range(start + _WORD.start, min(start + _WORD.stop, len(run) + 1)):
            touched = [span for span in spans if span[1] < end and start < span[2]]
            if any(piece in FUNCTION_WORDS for piece, _, _ in touched):
                break
            inside = tuple(piece for piece, a, b in touched if start <= a and b <= end)
            broken = tuple(piece for piece, a, b in touched if a < start or end < b)
            yield _Suspect(offset + start, offset + end, run[start:end], inside, broken)


Better = dict[_Suspect, list[str]]


def _homophones(suspects: list[_Suspect]) -> Better:
    """What sounds like a suspect, which is narrowed to what the vocabulary does not know."""
    sounds = {suspect.word: pinyin.read(suspect.word).full for suspect in suspects}
    words = {
        word for suspect in suspects for word in (suspect.word, *suspect.inside, *suspect.broken)
    }
    rows = list(
        nameable()
        .filter(Q(key__in=words) | Q(pinyin__in=set(sounds.values())))
        .values_list("key", "pinyin")
    )
    known = {key for key, _ in rows} & words
    suspects[:] = [suspect for suspect in suspects if _is_suspect(suspect, known)]
    by_sound: dict[str, list[str]] = defaultdict(list)
    for key, sound in rows:
        by_sound[sound].append(key)
    return {
        suspect: [key for key in by_sound[sounds[suspect.word]] if len(key) == len(suspect.word)]
        for suspect in suspects
        if not suspect.word.isascii()
    }


def _is_suspect(suspect: _Suspect, known: set[str]) -> bool:
    """Whether a stretch is unknown, tears no known word and is not just known words in a row."""
    if suspect.word in known or not known.isdisjoint(suspect.broken):
        return False
    whole = len(suspect.inside) > 1 and not suspect.broken
    return not (whole and all(len(piece) > 1 and piece in known for piece in suspect.inside))


def _one_mistake_less(suspects: list[_Suspect]) -> Better:
    words = {suspect.word for suspect in suspects if has_forms(suspect.word)}
    if not words:
        return {}
    forms = {form for word in words for form in shortened(word)}
    near = VocabularyNeighbour.objects.filter(form__in=words | forms).values_list("entry_id")
    keys = list(nameable().filter(Q(key__in=forms) | Q(key__in=near)).values_list("key", flat=True))
    return {
        suspect: [key for key in keys if _may_replace(suspect.word, key)]
        for suspect in suspects
        if suspect.word in words
    }


def _may_replace(word: str, key: str) -> bool:
    # A Chinese character too many or too few makes another word more often than a mistake.
    return is_one_mistake(word, key) and (word.isascii() or len(word) == len(key))


def _best(better: Better) -> Better:
    """The longest suspects that have something better and do not overlap."""
    chosen: Better = {}
    for suspect in sorted(better, key=lambda s: (s.start - s.end, s.start)):
        overlaps = any(suspect.start < other.end and other.start < suspect.end for other in chosen)
        if better[suspect] and not overlaps:
            chosen[suspect] = better[suspect]
    return chosen


def _replaced(key: str, words: dict[_Suspect, str]) -> str:
    for suspect in sorted(words, key=lambda s: -s.start):
        key = key[: suspect.start] + words[suspect] + key[suspect.end :]
    return key

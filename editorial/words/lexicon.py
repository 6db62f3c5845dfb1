"""All listed words as one automaton (Aho-Corasick): one pass over a text finds them all.

Each process keeps the automaton it built and asks, with one query a run, whether the lists have
changed since.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock

from ahocorasick_rs import AhoCorasick, MatchKind
from django.db.models import Count, Max, OuterRef, Subquery

from editorial.models import ListedWord, WordLevel, WordList
from editorial.words.folding import Folded, folded

# The heaviest level first: a word that stands in several lists has the heaviest.
_WEIGHT = {level: number for number, level in enumerate(WordLevel)}
_FORBIDDEN = frozenset({WordLevel.FORBIDDEN})
_OTHERS = frozenset(WordLevel) - _FORBIDDEN


@dataclass(frozen=True)
class Entry:
    """A listed word as the checker needs it."""

    word: str
    level: WordLevel
    replacement: str
    note: str
    list_name: str


@dataclass(frozen=True)
class Match:
    """A listed word found in a text.

    Attributes:
        entry: the word.
        start, end: where it stands.
        is_split: white space or punctuation stands within it; it may be no word at all.
    """

    entry: Entry
    start: int
    end: int
    is_split: bool = False


class Lexicon:
    """The words of all active lists."""

    def __init__(self, entries: dict[str, Entry]) -> None:
        """Build the automaton.

        Args:
            entries: by the form in which they are compared.
        """
        self.entries = list(entries.values())
        self._automaton = AhoCorasick(list(entries), matchkind=MatchKind.Standard)

    def find(self, text: str) -> list[Match]:
        """Return the listed words in ``text``, in the order of reading.

        Where words overlap, the one that begins first wins, and of those the longest; but no other
        word hides a forbidden one. Forbidden words are also looked for across white space and
        punctuation.
        """
        if not self.entries:
            return []
        form = folded(text)
        matches = self._standing_alone(form)
        found = [
            Match(self.entries[number], *form.span(start, end))
            for levels in (_FORBIDDEN, _OTHERS)
            for number, start, end in self._leftmost_longest(matches, levels)
        ]
        taken = {(match.entry.word, match.start) for match in found}
        form = folded(text, through_punctuation=True)
        matches = self._standing_alone(form)
        for number, start, end in self._leftmost_longest(matches, _FORBIDDEN):
            is_split = not form.is_spelled_out(start, end)
            match = Match(self.entries[number], *form.span(start, end), is_split=is_split)
            if (match.entry.word, match.start) not in taken:
                found.append(match)
        return sorted(found, key=lambda match: (match.start, match.end))

    def _standing_alone(self, form: Folded) -> list[tuple[int, int, int]]:
        """Return number, start and end of all words that are not inside a Latin word or number.

        The automaton could choose among overlapping words by itself, but does not know that ``av``
        within ``java`` is no word and must hide none.
        """
        matches = self._automaton.find_matches_as_indexes(form.text, overlapping=True)
        standing = [match for match in matches if _stands_alone(form.text, *match[1:])]
        return sorted(standing, key=lambda match: (match[1], -match[2]))

    def _leftmost_longest(
        self, matches: list[tuple[int, int, int]], levels: frozenset[WordLevel]
    ) -> Iterator[tuple[int, int, int]]:
        """Yield those of these levels that do not overlap."""
        behind = 0
        for number, start, end in matches:
            if start >= behind and self.entries[number].level in levels:
                behind = end
                yield number, start, end


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Say whether no Latin word or number goes on at either end."""
    return not (_is_latin(text[start - 1 : start]) and _is_latin(text[start])) and not (
        _is_latin(text[end - 1]) and _is_latin(text[end : end + 1])
    )


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


_lock = Lock()
_present: tuple[tuple[object, ...], Lexicon] | None = None


def current_lexicon() -> Lexicon:
    """Return the words as they are now. Queries: 1; 2 after the lists have changed."""
    global _present
    stamp = _stamp()
    if _present is None or _present[0] != stamp:
        with _lock:
            if _present is None or _present[0] != stamp:
                _present = (stamp, Lexicon(_entries()))
    return _present[1]


def _stamp() -> tuple[object, ...]:
    """Return what differs after any change of a list or a word. Queries: 1."""
    lists = WordList.objects.order_by().annotate(
        words_count=Subquery(
            ListedWord.objects.filter(word_list=OuterRef("pk"))
            .order_by()
            .values("word_list")
            .annotate(count=Count("pk"))
            .values("count")
        ),
        words_changed=Subquery(
            ListedWord.objects.filter(word_list=OuterRef("pk"))
            .order_by()
            .values("word_list")
            .annotate(changed=Max("updated_at"))
            .values("changed")
        ),
    )
    return tuple(
        lists.filter(is_active=True)
        .order_by("pk")
        .values_list("pk", "updated_at", "words_count", "words_changed")
    )


def _entries() -> dict[str, Entry]:
    rows = ListedWord.objects.filter(word_list__is_active=True).order_by("pk")
    entries: dict[str, Entry] = {}
    for key, *values in rows.values_list(
        "key", "word", "level", "replacement", "note", "word_list__name"
    ):
        entry = Entry(values[0], WordLevel(values[1]), *values[2:])
        if key not in entries or _WEIGHT[entry.level] < _WEIGHT[entries[key].level]:
            entries[key] = entry
    return entries

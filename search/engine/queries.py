"""Queries over analysed terms, and what they find in one segment.

A query is a small tree of frozen nodes. It is evaluated a term at a time: whole posting lists go
into arrays, which costs some 20-50 ns a posting, where asking Whoosh's matchers for one document
after the other costs 4-5 µs.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from whoosh.support.levenshtein import distance

from search.engine.segment import Segment, Snapshot

# Extra weight of a term in the title, and in short fields such as tags. More than this, and long
# titles about nothing in particular outrank the text that answers: one BM25 score is added up for
# each field.
TITLE_WEIGHT = 0.3
TAG_WEIGHT = 0.15

# What the usual BM25 takes; see Robertson and Zaragoza, The Probabilistic Relevance Framework.
_K1 = 1.2
_B = 0.75

# Documents of one query whose stored texts are read to check a phrase.
MOST_CHECKED = 600

# Terms that a misspelt word is compared with.
_MOST_SIMILAR = 50


@dataclass
class Match:
    """Ascending document numbers of a segment, and their scores."""

    ids: np.ndarray
    scores: np.ndarray


class Query(ABC):
    """A node. ``snapshot`` answers for the whole index, ``segment`` for the documents at hand."""

    @abstractmethod
    def match(self, snapshot: Snapshot, segment: Segment) -> Match:
        """What the query finds in a segment, deleted documents included."""

    def cost(self, snapshot: Snapshot) -> int:
        """About how many postings are read."""
        return snapshot.size


class _Everything(Query):
    def match(self, snapshot, segment):
        ids = np.arange(segment.size, dtype=np.uint32)
        return Match(ids, np.ones(segment.size, np.float32))


class _Nothing(Query):
    def match(self, snapshot, segment):
        return Match(np.empty(0, np.uint32), np.empty(0, np.float32))

    def cost(self, snapshot):
        return 0


EVERYTHING = _Everything()
NOTHING = _Nothing()


@dataclass(frozen=True)
class Term(Query):
    """Documents that hold one term, ranked by BM25."""

    field: str
    text: str
    boost: float = 1.0

    def match(self, snapshot, segment):
        """See :class:`Query`."""
        ids, frequencies = segment.postings(self.field, self.text)
        if not len(ids):
            return NOTHING.match(snapshot, segment)
        held = frequencies.astype(np.float32)
        relative = segment.lengths(self.field, ids) / np.float32(snapshot.mean_length(self.field))
        weight = np.float32(self.boost * self._rarity(snapshot) * (_K1 + 1))
        scores = held * weight / (held + np.float32(_K1) * (1 - _B + np.float32(_B) * relative))
        return Match(ids, scores)

    def cost(self, snapshot):
        """See :class:`Query`."""
        return snapshot.frequency(self.field, self.text)

    def _rarity(self, snapshot: Snapshot) -> float:
        frequency = snapshot.frequency(self.field, self.text)
        return float(np.log(1 + (snapshot.size - frequency + 0.5) / (frequency + 0.5)))


@dataclass(frozen=True)
class Starting(Query):
    """Documents that hold a term beginning with a text; all alike."""

    field: str
    text: str
    boost: float = 1.0

    def match(self, snapshot, segment):
        """See :class:`Query`."""
        ids = segment.starting(self.field, self.text)
        return Match(ids, np.full(len(ids), self.boost, np.float32))

    def cost(self, snapshot):
        """See :class:`Query`."""
        return snapshot.beginning(self.field, self.text)


@dataclass(frozen=True)
class Similar(Query):
    """Documents that hold a term at most one letter away; the first letter is taken as right."""

    field: str
    text: str
    boost: float = 1.0

    def match(self, snapshot, segment):
        """See :class:`Query`."""
        found = [self.text]
        for text in segment.terms(self.field, self.text[:1]):
            if text != self.text and distance(text, self.text, limit=1) <= 1:
                found.append(text)
            if len(found) == _MOST_SIMILAR:
                break
        terms = [Term(self.field, text, self.boost) for text in found]
        return Any(tuple(terms)).match(snapshot, segment)


@dataclass(frozen=True)
class All(Query):
    """Documents that match each of the queries, the cheapest asked first."""

    queries: tuple[Query, ...]

    def match(self, snapshot, segment):
        """See :class:`Query`."""
        ordered = sorted(self.queries, key=lambda query: query.cost(snapshot))
        found = ordered[0].match(snapshot, segment)
        for query in ordered[1:]:
            if not len(found.ids):
                break
            found = _both(found, query.match(snapshot, segment), segment.size)
        return found

    def cost(self, snapshot):
        """See :class:`Query`."""
        return min(query.cost(snapshot) for query in self.queries)


@dataclass(frozen=True)
class Any(Query):
    """Documents that match at least one of the queries."""

    queries: tuple[Query, ...]

    def match(self, snapshot, segment):
        """See :class:`Query`."""
        flags = np.zeros(segment.size, bool)
        scores = np.zeros(segment.size, np.float32)
        for query in self.queries:
            found = query.match(snapshot, segment)
            flags[found.ids] = True
            scores[found.ids] += found.scores
        ids = np.flatnonzero(flags).astype(np.uint32)
        return Match(ids, scores[ids])

    def cost(self, snapshot):
        """See :class:`Query`."""
        return sum(query.cost(snapshot) for query in self.queries)


@dataclass(frozen=True)
class Without(Query):
    """Documents that do not match, all alike."""

    query: Query

    def match(self, snapshot, segment):
        """See :class:`Query`."""
        flags = np.ones(segment.size, bool)
        flags[self.query.match(snapshot, segment).ids] = False
        ids = np.flatnonzero(flags).astype(np.uint32)
        return Match(ids, np.ones(len(ids), np.float32))


@dataclass(frozen=True)
class Preferring(Query):
    """Documents of ``required``; those that also match ``preferred`` come earlier.

    Args:
        lead: what a document gains that matches ``preferred``, besides its score there.
    """

    required: Query
    preferred: Query
    lead: float = 0.0

    def match(self, snapshot, segment):
        """See :class:`Query`."""
        found = self.required.match(snapshot, segment)
        if not len(found.ids):
            return found
        preferred = self.preferred.match(snapshot, segment)
        extra = np.zeros(segment.size, np.float32)
        extra[preferred.ids] = preferred.scores + np.float32(self.lead)
        return Match(found.ids, found.scores + extra[found.ids])

    def cost(self, snapshot):
        """See :class:`Query`."""
        return self.required.cost(snapshot)


@dataclass(frozen=True)
class Checked(Query):
    """Documents whose stored texts pass a check: phrases, single fields.

    Of very many documents only the best ones are looked at, ``MOST_CHECKED`` in the whole index.

    Args:
        accepts: called with the document's texts by field name.
    """

    query: Query
    accepts: Callable[[dict[str, str]], bool]

    def match(self, snapshot, segment):
        """See :class:`Query`."""
        found = self.query.match(snapshot, segment)
        most = max(1, MOST_CHECKED * segment.size // max(1, snapshot.size))
        if len(found.ids) > most:
            best = np.sort(np.argpartition(-found.scores, most)[:most])
            found = Match(found.ids[best], found.scores[best])
        texts = segment.texts(found.ids.tolist())
        kept = np.fromiter(map(self.accepts, texts), bool, len(found.ids))
        return Match(found.ids[kept], found.scores[kept])

    def cost(self, snapshot):
        """See :class:`Query`."""
        return self.query.cost(snapshot)


def all_of(queries: Iterable[Query]) -> Query:
    """Documents that match each of the queries; none for an empty list."""
    queries = list(queries)
    if not queries or NOTHING in queries:
        return NOTHING
    queries = [query for query in queries if query is not EVERYTHING]
    if not queries:
        return EVERYTHING
    return queries[0] if len(queries) == 1 else All(tuple(queries))


def any_of(queries: Iterable[Query]) -> Query:
    """Documents that match at least one of the queries."""
    queries = [query for query in queries if query is not NOTHING]
    if not queries:
        return NOTHING
    if EVERYTHING in queries:
        return EVERYTHING
    return queries[0] if len(queries) == 1 else Any(tuple(queries))


def none_of(excluded: Query) -> Query:
    """Documents that do not match."""
    if excluded is EVERYTHING:
        return NOTHING
    return EVERYTHING if excluded is NOTHING else Without(excluded)


def within_budget(snapshot: Snapshot, queries: Sequence[Query]) -> list[Query]:
    """Those that read least, until their postings reach the snapshot's budget; at least one.

    Those that read nothing are left out.
    """
    counted = [(query.cost(snapshot), i) for i, query in enumerate(queries)]
    chosen: list[Query] = []
    spent = 0
    for frequency, i in sorted(counted):
        if not frequency:
            continue
        if chosen and spent + frequency > snapshot.budget:
            break
        chosen.append(queries[i])
        spent += frequency
    return chosen


def _both(first: Match, second: Match, size: int) -> Match:
    flags = np.zeros(size, bool)
    flags[second.ids] = True
    kept = flags[first.ids]
    scores = np.zeros(size, np.float32)
    scores[second.ids] = second.scores
    ids = first.ids[kept]
    return Match(ids, first.scores[kept] + scores[ids])

"""Running a query: ranked documents of all segments, narrowed and counted by labels."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from search.engine.queries import Query
from search.engine.segment import Segment, Snapshot

# A document of today ranks as if its score were so much higher than that of one long past; half
# of the lead is gone after a year.
FRESHNESS = 0.1
_HALF_LIFE = 365 * 24 * 60  # minutes


@dataclass(frozen=True)
class Ranking:
    """What was found, as arrays of equal length and in no order; no file is needed any more.

    ``keys`` are read only where primary keys are no integers.
    """

    numbers: np.ndarray
    scores: np.ndarray
    minutes: np.ndarray
    keys: list[str] | None = None

    def __len__(self) -> int:
        return len(self.numbers)

    def best(self, stop: int | None = None) -> np.ndarray:
        """Places of the ``stop`` best hits (all by default), best first."""
        return self._first(self.scores, stop)

    def newest(self, stop: int | None = None) -> np.ndarray:
        """Places of the ``stop`` latest hits, latest first."""
        return self._first(self.minutes, stop)

    def _first(self, values: np.ndarray, stop: int | None) -> np.ndarray:
        places = np.arange(len(values))
        if stop is not None and stop < len(values):
            # Everything as good as the last one wanted stays in, so that ties are broken alike
            # on every page of results.
            limit = np.partition(values, len(values) - stop)[len(values) - stop]
            places = np.flatnonzero(values >= limit)
        # Of equals the object that was made later.
        return places[np.lexsort((-self.numbers[places], -values[places]))][:stop]


@dataclass(frozen=True)
class _Part:
    segment: Segment
    ids: np.ndarray
    scores: np.ndarray

    def kept(self, flags: np.ndarray) -> "_Part":
        return replace(self, ids=self.ids[flags], scores=self.scores[flags])


class Found:
    """The documents that a query found. Use it while the snapshot is on loan."""

    def __init__(self, parts: Iterable[_Part]):
        self._parts = [part for part in parts if len(part.ids)]

    def __len__(self) -> int:
        return sum(len(part.ids) for part in self._parts)

    def labelled(self, name: str, values: Iterable[str]) -> "Found":
        """Those that have at least one of the labels ``name=value``."""
        labels = [f"{name}={value}" for value in values]
        return Found(part.kept(_flags(part.segment, labels)[part.ids]) for part in self._parts)

    def among(self, numbers: np.ndarray, *, excluded: bool = False) -> "Found":
        """Those whose primary key is (or is not) in a list."""
        return Found(
            part.kept(is_among(part.segment.numbers()[part.ids], numbers) != excluded)
            for part in self._parts
        )

    def counts(self, name: str) -> Counter[str]:
        """How many hits have each label ``name=value``, by value."""
        counts: Counter[str] = Counter()
        for part in self._parts:
            flags = np.zeros(part.segment.size, bool)
            flags[part.ids] = True
            for label in part.segment.terms("labels", f"{name}="):
                amount = int(np.count_nonzero(flags[part.segment.postings("labels", label)[0]]))
                if amount:
                    counts[label.partition("=")[2]] += amount
        return counts

    def ranking(self, *, with_keys: bool = False) -> Ranking:
        """The hits apart from the index."""
        parts = self._parts
        return Ranking(
            numbers=_joined([part.segment.numbers()[part.ids] for part in parts], np.int64),
            scores=_joined([part.scores for part in parts], np.float32),
            minutes=_joined([part.segment.minutes()[part.ids] for part in parts], np.int32),
            keys=[part.segment.key(i) for part in parts for i in part.ids.tolist()]
            if with_keys
            else None,
        )


def is_among(many: np.ndarray, few: np.ndarray) -> np.ndarray:
    """Which of many numbers are among a few: ``np.isin`` sorts the many, a hundred times slower."""
    if not len(few):
        return np.zeros(len(many), bool)
    few = np.sort(few)
    places = np.minimum(np.searchsorted(few, many), len(few) - 1)
    return few[places] == many


def search(snapshot: Snapshot, query: Query, type_name: str, *, now: int) -> Found:
    """Find the documents of one type.

    Args:
        now: the present, in minutes since 1970, for which recent documents lead a little.
    """
    parts = []
    for segment in snapshot.segments_for(query, type_name):
        found = query.match(snapshot, segment)
        if not len(found.ids):
            continue
        flags = np.zeros(segment.size, bool)
        flags[segment.postings("types", type_name)[0]] = True
        flags[segment.deleted] = False
        kept = flags[found.ids]
        ids = found.ids[kept]
        scores = found.scores[kept] * _freshness(segment.minutes()[ids], now)
        parts.append(_Part(segment, ids, scores))
    return Found(parts)


def _freshness(minutes: np.ndarray, now: int) -> np.ndarray:
    age = np.maximum(now - minutes, 0).astype(np.float32)
    lead = np.float32(FRESHNESS) * np.exp2(-age / np.float32(_HALF_LIFE))
    return np.where(minutes > 0, 1 + lead, np.float32(1)).astype(np.float32)


def _flags(segment: Segment, labels: Iterable[str]) -> np.ndarray:
    flags = np.zeros(segment.size, bool)
    for label in labels:
        flags[segment.postings("labels", label)[0]] = True
    return flags


def _joined(arrays: list[np.ndarray], dtype: type) -> np.ndarray:
    return np.concatenate(arrays) if arrays else np.empty(0, dtype)

"""How many documents there are and how frequent words are, as PostgreSQL's own statistics say.

``ANALYZE`` (at the end of a rebuild, later by autovacuum) keeps the most frequent lexemes with
their frequencies; whatever is not among them is rare enough to be read whole.
"""

import time
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from django.db.backends.base.base import BaseDatabaseWrapper

from search.postgres.lexemes import MEASURED, RECORD
from search.postgres.table import LIVE, State

# Seconds that a process believes the statistics of a large table.
_BELIEVED = 300.0

# Up to so many documents they are worked out for each search: that costs 1-2 ms.
_SMALL = 2_000

# Documents whose lengths are averaged.
_SAMPLE = 20_000

# Behind all that begins alike.
_LAST = "\U0010ffff"

_known: dict[tuple[str, int], tuple[float, "Statistics"]] = {}


@dataclass(frozen=True)
class Statistics:
    """``shares`` holds the part of all documents that has a lexeme, ``rest`` the most of others."""

    size: int
    means: dict[str, float]
    shares: dict[str, float] = field(default_factory=dict)
    rest: float = 0.0

    def frequency(self, lexeme: str) -> int:
        """About how many documents hold a lexeme; at least one."""
        # Of those that are not listed most are far below the least frequent listed one.
        return max(1, round(self.size * self.shares.get(lexeme, self.rest / 4)))

    def beginning(self, start: str) -> int:
        """About how many documents hold a lexeme that begins so, as if each held one of them."""
        lexemes, sums = self._in_order
        first, end = bisect_left(lexemes, start), bisect_left(lexemes, start + _LAST)
        listed = float(sums[end] - sums[first]) if first < end else self.rest
        return max(1, round(self.size * min(1.0, listed)))

    @cached_property
    def _in_order(self) -> tuple[list[str], np.ndarray]:
        """The lexemes in order, and the sums of the shares before each."""
        lexemes = sorted(self.shares)
        return lexemes, np.cumsum([0.0, *map(self.shares.__getitem__, lexemes)])


def statistics(connection: BaseDatabaseWrapper, state: State) -> Statistics:
    """The statistics of the live table; no query while those of a large one are believed."""
    known_as = (connection.settings_dict["NAME"], state.oid)
    now = time.monotonic()
    known = _known.get(known_as)
    if known and now < known[0]:
        return known[1]
    found = _read(connection, state)
    if found.size > _SMALL:
        _known.clear()
        _known[known_as] = (now + _BELIEVED, found)
    return found


def _read(connection: BaseDatabaseWrapper, state: State) -> Statistics:
    sample = ""
    if state.rows > _SAMPLE:
        sample = f" TABLESAMPLE SYSTEM ({100 * _SAMPLE / state.rows:.6f})"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT string_agg(int4send(id) || card, ''::bytea) FROM {LIVE}{sample}")
        records = np.frombuffer(cursor.fetchone()[0] or b"", RECORD)
        cursor.execute(
            "SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats"
            " WHERE schemaname = current_schema() AND tablename = %s AND attname = 'terms'",
            [LIVE],
        )
        elements, frequencies = cursor.fetchone() or (None, None)
    size = round(state.rows) if sample else len(records)
    means = {name: float(records[name].mean()) if len(records) else 0.0 for name in MEASURED}
    if not elements:
        return Statistics(size, means)
    # Behind the elements' frequencies stand the least and the greatest of them.
    shares = dict(zip(elements, frequencies, strict=False))
    return Statistics(size, means, shares, frequencies[len(elements)])

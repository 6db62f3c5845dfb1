"""What one query sees of the table: posting lists as arrays, for the engine to rank.

It answers as :class:`search.engine.segment.Snapshot` does, so that the engine's queries, ranking
and counts of labels are the same on PostgreSQL. The documents that a query touches are numbered
anew for it, from 0.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import numpy as np
from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from modelsearch.backends.base import get_model_root

from search.engine.queries import Query
from search.engine.telling import telling_terms
from search.postgres.lexemes import MEASURED, OCCURRENCES, OVERFLOW, RECORD, lexeme, quoted
from search.postgres.reading import Reading, reading_for
from search.postgres.statistics import Statistics
from search.postgres.table import LABELS, LIVE

# Postings of any-word queries: about 0.7 µs each, from the index into the arrays.
POSTINGS_BUDGET = 15_000

# A longer list is read only where the required words of a query are too.
_FREQUENT = 2_000

# Documents of a list that are read to see whether there is any at all that somebody may find.
_FEW = 300

# Terms of a text among which those are looked for that tell it apart.
_MOST_TELLING = 60

_NO_IDS = np.empty(0, np.uint32)


class PostgresSnapshot:
    """The index at this moment, for one query."""

    budget = POSTINGS_BUDGET

    def __init__(
        self, connection: BaseDatabaseWrapper, statistics: Statistics, limit: int | None = None
    ):
        self._connection = connection
        self._statistics = statistics
        self._limit = limit
        self._exact: dict[tuple[str, str], int] = {}
        self._most = 0

    def glimpse(self) -> "PostgresSnapshot":
        """The same, of which a query reads the beginning of each list only, and ranks nothing."""
        return PostgresSnapshot(self._connection, self._statistics, limit=_FEW)

    @property
    def size(self) -> int:
        """How many documents there are, roughly; never fewer than hold any term."""
        return max(1, self._statistics.size, self._most)

    def mean_length(self, field: str) -> float:
        """How many terms a document has in a field, on average."""
        return max(1.0, self._statistics.means.get(field, 0.0))

    def frequency(self, field: str, term: str) -> int:
        """How many documents hold a term: an estimate until its list was read."""
        exact = self._exact.get((field, term))
        return self._statistics.frequency(lexeme(field, term)) if exact is None else exact

    def beginning(self, field: str, prefix: str) -> int:
        """About how many documents hold a term that begins with ``prefix``."""
        return self._statistics.beginning(lexeme(field, prefix))

    def texts(self, keys: list[str]) -> dict[str, dict[str, str]]:
        """The texts of some documents by key; absent documents are left out."""
        rows = self._rows(f"SELECT key, texts FROM {LIVE} WHERE key = ANY(%s)", [keys])
        # Django hands out jsonb as text.
        return {key: json.loads(texts) for key, texts in rows}

    def characteristic(self, field: str, amounts: Mapping[str, int], limit: int) -> list[str]:
        """See :func:`search.engine.telling.telling_terms`; asks about the most frequent terms."""
        asked = dict(Counter(amounts).most_common(_MOST_TELLING))
        terms = list(asked)
        rows = self._rows(
            "SELECT asked.number, count(*) FROM"
            " unnest(%s::text[]::tsquery[]) WITH ORDINALITY AS asked(query, number),"
            f" LATERAL (SELECT 1 FROM {LIVE} WHERE terms @@ asked.query LIMIT {_FREQUENT}) AS found"
            " GROUP BY asked.number",
            [[quoted(lexeme(field, term)) for term in terms]],
        )
        counted = {terms[number - 1]: amount for number, amount in rows}
        return telling_terms(asked, lambda term: counted.get(term, 0), self.size, limit)

    def segments_for(self, query: Query, type_name: str) -> "list[PostgresSegment]":
        """Read what a query needs among the documents of one type."""
        root = get_model_root(apps.get_model(type_name))._meta.label_lower
        plan = reading_for(query, lambda *term: self.frequency(*term) > _FREQUENT)
        # How often a document holds what most documents hold moves no ranking.
        common = [key for key in plan.tiers if 2 * self.frequency(*key) > self.size]
        for key in plan.tiers.copy() if self._limit else common:
            del plan.tiers[key]
        segment = PostgresSegment(self._connection, plan, *self._read(plan, type_name, root))
        for key in plan.alone:
            self._exact[key] = len(segment.postings(*key)[0])
            self._most = max(self._most, self._exact[key])
        return [segment]

    def _read(self, plan: Reading, type_name: str, root: str):
        of_type = [] if type_name == root else [quoted(lexeme("types", type_name))]
        conditions = plan.conditions()
        asked = [" & ".join([f"({condition})", *of_type]) for condition in conditions]
        # What lacks something cannot be told from the beginning of a list.
        limit = f" LIMIT {self._limit}" if self._limit and not plan.everything else ""
        rows = self._rows(
            "SELECT asked.number, string_agg(int4send(found.id) || found.card, ''::bytea)"
            " FROM unnest(%s::text[]::tsquery[]) WITH ORDINALITY AS asked(query, number),"
            f" LATERAL (SELECT id, card FROM {LIVE}"
            f" WHERE terms @@ asked.query AND root = %s{limit}) AS found GROUP BY asked.number",
            [asked, root],
        )
        lists = {conditions[number - 1]: np.frombuffer(data, RECORD) for number, data in rows}
        whole = self._everything(of_type, root) if plan.everything else np.empty(0, RECORD)
        return lists, whole

    def _everything(self, of_type: list[str], root: str) -> np.ndarray:
        where, parameters = "root = %s", [root]
        if of_type:
            where, parameters = f"{where} AND terms @@ %s::tsquery", [root, of_type[0]]
        ((data,),) = self._rows(
            f"SELECT string_agg(int4send(id) || card, ''::bytea) FROM {LIVE} WHERE {where}",
            parameters,
        )
        return np.frombuffer(data or b"", RECORD)

    def _rows(self, sql: str, parameters: list) -> list[tuple]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()


class PostgresSegment:
    """The documents that a query touches, numbered from 0 to ``size``; all of the type asked for.

    Args:
        lists: records by condition.
        whole: records of all documents, where the query needs them.
    """

    deleted = _NO_IDS

    def __init__(
        self,
        connection: BaseDatabaseWrapper,
        plan: Reading,
        lists: dict[str, np.ndarray],
        whole: np.ndarray,
    ):
        self._connection = connection
        self._plan = plan
        records = np.concatenate([np.empty(0, RECORD), *lists.values(), whole])
        self._ids, first = np.unique(records["id"].astype(np.int32), return_index=True)
        self._records = records[first]
        self._places = {condition: self._place(found["id"]) for condition, found in lists.items()}
        self.size = len(self._ids)

    def postings(self, field: str, term: str) -> tuple[np.ndarray, np.ndarray]:
        """Ascending document numbers of a term, and about how often each holds it."""
        if field == "types":
            # The database was asked for no others.
            return np.arange(self.size, dtype=np.uint32), np.ones(self.size, np.float32)
        if field == "labels":
            ids = self._labels.get(term, _NO_IDS)
            return ids, np.ones(len(ids), np.float32)
        ids = self._joined(self._plan.lists.get((field, term), ()))
        amounts = np.full(self.size, OCCURRENCES[0], np.float32)
        tiers = self._plan.tiers.get((field, term), ())
        for amount, condition in zip(OCCURRENCES[1:], tiers, strict=False):
            amounts[self._places.get(condition, _NO_IDS)] = amount
        return ids, amounts[ids]

    def starting(self, field: str, prefix: str) -> np.ndarray:
        """Ascending numbers of the documents that hold a term beginning with ``prefix``."""
        return self._joined(self._plan.prefixes.get((field, prefix), ()))

    def terms(self, field: str, prefix: str) -> list[str]:
        """Terms that begin with ``prefix``: labels, and those that the query itself looks for."""
        if field == "labels":
            return [label for label in self._labels if label.startswith(prefix)]
        known = (text for name, text in self._plan.lists if name == field)
        return [
            text for text in known if text.startswith(prefix) and len(self.postings(field, text)[0])
        ]

    def lengths(self, field: str, ids: np.ndarray) -> np.ndarray:
        """How many terms some documents have in a field."""
        if field not in MEASURED:
            return np.ones(len(ids), np.float32)
        return np.maximum(self._records[field][ids].astype(np.float32), np.float32(1))

    def numbers(self) -> np.ndarray:
        """The primary key of each document."""
        return self._records["number"].astype(np.int64)

    def minutes(self) -> np.ndarray:
        """The date of each document, in minutes since 1970."""
        return self._records["minute"].astype(np.int32)

    def key(self, number: int) -> str:
        """The key of a document."""
        return self._keys[int(self._ids[number])]

    def texts(self, numbers: Iterable[int]) -> Iterator[dict[str, str]]:
        """The texts of some documents, in the order asked for."""
        ids = [int(self._ids[number]) for number in numbers]
        found = dict(self._rows(f"SELECT id, texts FROM {LIVE} WHERE id = ANY(%s)", ids))
        return (json.loads(found[number]) if number in found else {} for number in ids)

    @cached_property
    def _keys(self) -> dict[int, str]:
        return dict(self._rows(f"SELECT id, key FROM {LIVE} WHERE id = ANY(%s)"))

    @cached_property
    def _labels(self) -> dict[str, np.ndarray]:
        held = self._records["labels"].astype(np.int32)
        # A document with more labels than its record has room for has them all in its row.
        overflowing = held[:, -1] == OVERFLOW
        held[overflowing] = 0
        order = np.argsort(held, axis=None, kind="stable")
        numbers, starts = np.unique(held.ravel()[order], return_index=True)
        ids = np.split((order // held.shape[1]).astype(np.uint32), starts[1:])
        names = dict(
            self._rows(
                f"SELECT number, label FROM {LABELS} WHERE number = ANY(%s)", numbers.tolist()
            )
        )
        found = {
            names[number]: of_label
            for number, of_label in zip(numbers.tolist(), ids, strict=False)
            if number in names
        }
        for label, ids in self._overflowing(overflowing).items():
            found[label] = np.union1d(found.get(label, _NO_IDS), ids)
        return found

    def _overflowing(self, flags: np.ndarray) -> dict[str, np.ndarray]:
        if not flags.any():
            return {}
        rows = self._rows(
            "SELECT label, string_agg(int4send(id), ''::bytea) FROM (SELECT id, unnest(labels)"
            f" AS label FROM {LIVE} WHERE id = ANY(%s)) AS labelled GROUP BY label",
            self._ids[flags].tolist(),
        )
        return {label: self._place(np.frombuffer(data, ">i4")) for label, data in rows}

    def _rows(self, sql: str, ids: list[int] | None = None) -> list[tuple]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql, [self._ids.tolist() if ids is None else ids])
            return cursor.fetchall()

    def _joined(self, conditions: Iterable[str]) -> np.ndarray:
        found = [self._places[condition] for condition in conditions if condition in self._places]
        if len(found) == 1:
            return found[0]
        return np.unique(np.concatenate([_NO_IDS, *found]))

    def _place(self, ids: np.ndarray) -> np.ndarray:
        return np.sort(np.searchsorted(self._ids, ids.astype(np.int32))).astype(np.uint32)

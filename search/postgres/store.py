"""The index table of a database, for reading, writing and rebuilding."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from search.engine.errors import IndexUnavailableError
from search.engine.schema import Document
from search.postgres import table
from search.postgres.lexemes import VERSION
from search.postgres.snapshot import PostgresSnapshot
from search.postgres.statistics import statistics
from search.postgres.table import LIVE, NEW, State

# Documents of one INSERT.
_BATCH = 200


class PostgresStore:
    """See the module.

    Args:
        alias: the database, the same as that of the queue: its rows go in the transaction that
            writes the index.
        signature: versions that the caller's analysis adds to the seal.
    """

    def __init__(self, alias: str, signature: Mapping[str, str]):
        self.alias = alias
        self.seal = json.dumps({"rows": str(VERSION), **signature}, sort_keys=True)

    @property
    def connection(self) -> BaseDatabaseWrapper:
        """This thread's connection."""
        return connections[self.alias]

    @contextmanager
    def snapshot(self) -> Iterator[PostgresSnapshot]:
        """What a search reads.

        Raises:
            IndexUnavailableError: there is no table, or other code built it.
        """
        state = self._state()
        yield PostgresSnapshot(self.connection, statistics(self.connection, state))

    def apply(self, documents: Iterable[Document], removed: Iterable[str]) -> None:
        """Replace and remove documents. Call it inside :meth:`write_lock`.

        Raises:
            IndexUnavailableError: see :meth:`snapshot`.
        """
        self._state()
        table.remove(self.connection, removed)
        table.write(self.connection, LIVE, documents)

    def write_lock(self, timeout: float) -> AbstractContextManager[None]:
        """The right to write the live table, and the transaction in which it happens.

        Raises:
            IndexLockedError: somebody else has it for longer than ``timeout`` seconds.
        """
        return table.write_lock(self.connection, timeout)

    def is_rebuilding(self) -> bool:
        """Whether somebody is building the next table at this moment."""
        return table.is_rebuilding(self.connection)

    def rebuild_lock(self) -> AbstractContextManager[None]:
        """The right to build the next table.

        Raises:
            IndexLockedError: somebody is building.
        """
        return table.rebuild_lock(self.connection)

    def new_building(self) -> "Building":
        """Begin the next table. Call it inside :meth:`rebuild_lock`."""
        return Building(self)

    def publish(self, building: "Building") -> None:
        """Make a finished table the live one. Call it inside :meth:`write_lock`."""
        table.publish(self.connection, self.seal)

    def document_count(self) -> int:
        """How many documents can be found.

        Raises:
            IndexUnavailableError: see :meth:`snapshot`.
        """
        self._state()
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {LIVE}")
            return cursor.fetchone()[0]

    def drop(self) -> None:
        """Remove the index."""
        table.drop(self.connection)

    def _state(self) -> State:
        state = table.state(self.connection)
        if state is None:
            raise IndexUnavailableError("检索索引尚未建立")
        if state.seal != self.seal:
            raise IndexUnavailableError("检索索引由其他版本建立，需要重建")
        return state


class Building:
    """The next table while it is filled; nobody searches it before it is published."""

    def __init__(self, store: PostgresStore):
        self._store = store
        self._waiting: dict[str, Document] = {}
        table.create(store.connection)

    def add(self, document: Document) -> None:
        """Add one document. Of several with the same key the last one stays."""
        self._waiting[document.key] = document
        if len(self._waiting) >= _BATCH:
            self._flush()

    def finish(self) -> None:
        """Write and index everything."""
        self._flush()
        table.index(self._store.connection)

    def _flush(self) -> None:
        table.write(self._store.connection, NEW, self._waiting.values())
        self._waiting.clear()

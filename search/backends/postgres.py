"""Wagtail's search in PostgreSQL, with Chinese analysis. No service, no folder, no extension.

    WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends.postgres"}}

The index is a table beside the others, made by ``update_index``. ``AUTO_DRAIN`` (default true):
bring changes into it right after their commit, in the same process; set it to false where a worker
drains the queue.
"""

from contextlib import ExitStack

from django.core.exceptions import ImproperlyConfigured
from django.db import connections, router

from search import analysis, dictionary, queue, vocabulary
from search.backends.indexes import BuildingIndex, QueuedIndex, QueuedSearchBackend
from search.models import IndexOperation
from search.postgres.store import Building, PostgresStore
from search.postgres.table import LIVE

# Seconds that a rebuild waits for writers, which hold their lock for one batch at most.
_SWAP_TIMEOUT = 60


class PostgresIndex(QueuedIndex):
    """The live index."""

    def __str__(self):
        return LIVE


class PostgresRebuilder:
    """Builds a table beside the live one and exchanges them in one transaction.

    Searches and writes go on meanwhile. Changes made during the build stay in the queue and are
    applied to the new table after the exchange.
    """

    def __init__(self, index: PostgresIndex):
        self.index = index
        self.store: PostgresStore = index.backend.store
        self._held = ExitStack()
        self._building: Building | None = None

    def start(self) -> BuildingIndex:
        """Begin; returns the index to fill.

        Raises:
            IndexLockedError: another rebuild is running.
        """
        self._held.enter_context(self.store.rebuild_lock())
        # The terms of the editors cut the texts of the new index from its first document on.
        dictionary.refresh()
        self._building = Building(self.store)
        return BuildingIndex(self.index.backend, self._building)

    def finish(self) -> None:
        """Publish the new table and apply what was queued meanwhile."""
        with self._held:
            self._building.finish()
            with self.store.write_lock(_SWAP_TIMEOUT):
                self._building.publish()
        queue.drain(timeout=_SWAP_TIMEOUT)
        vocabulary.rebuild()


class PostgresSearchBackend(QueuedSearchBackend):
    """See the module."""

    index_class = PostgresIndex
    rebuilder_class = PostgresRebuilder

    def __init__(self, params: dict):
        super().__init__(params)
        alias = router.db_for_write(IndexOperation)
        if connections[alias].vendor != "postgresql":
            raise ImproperlyConfigured("search.backends.postgres needs a PostgreSQL database.")
        self.store = PostgresStore(alias, analysis.signature())


SearchBackend = PostgresSearchBackend

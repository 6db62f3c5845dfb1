"""Wagtail's search in PostgreSQL, with Chinese analysis. No service, no folder, no extension.

    WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends.postgres"}}

The index is a table beside the others, made by ``update_index``. ``AUTO_DRAIN`` (default true):
bring changes into it right after their commit, in the same process; set it to false where a worker
drains the queue.
"""

from django.core.exceptions import ImproperlyConfigured
from django.db import connections, router

from search import analysis
from search.backends.indexes import QueuedIndex, QueuedSearchBackend
from search.models import IndexOperation
from search.postgres.store import PostgresStore
from search.postgres.table import LIVE


class PostgresIndex(QueuedIndex):
    """The live index."""

    def __str__(self):
        return LIVE


class PostgresSearchBackend(QueuedSearchBackend):
    """See the module."""

    index_class = PostgresIndex

    def __init__(self, params: dict):
        super().__init__(params)
        alias = router.db_for_write(IndexOperation)
        if connections[alias].vendor != "postgresql":
            raise ImproperlyConfigured("search.backends.postgres needs a PostgreSQL database.")
        self.store = PostgresStore(alias, analysis.signature())


SearchBackend = PostgresSearchBackend

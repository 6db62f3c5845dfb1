"""The index in the database itself: only where that is PostgreSQL."""

from collections.abc import Callable, Iterator

import pytest
from django.core.management import call_command
from django.db import connection
from modelsearch.backends import get_search_backend

from search import queue
from search.postgres.store import PostgresStore

NEEDS = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="needs a DATABASE_URL of PostgreSQL"
)


@pytest.fixture
def pg_store(db, settings) -> Iterator[PostgresStore]:
    """A database without an index yet, searched by our backend."""
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends.postgres"}}
    store = get_search_backend().store
    store.drop()
    yield store
    store.drop()


@pytest.fixture
def search_index(pg_store: PostgresStore) -> Callable[[], int]:
    """A built index; the same promise as that of the fixture for Whoosh."""
    call_command("update_index", verbosity=0)
    return queue.drain

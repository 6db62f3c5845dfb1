"""Commits inside a test's own transaction, as the page cache sees them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def committed() -> Iterator[None]:
    """Run a block as a transaction of its own, and then what was to follow its commit."""
    connection.run_on_commit = []
    with transaction.atomic():
        yield
    calls, connection.run_on_commit = connection.run_on_commit, []
    for _, call, *_ in calls:
        call()

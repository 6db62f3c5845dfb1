"""The index as a table: made by a rebuild, exchanged as a whole, sealed by its comment.

Like the index folder it is derived from the database's other tables and no migration knows it. A
rebuild fills ``search_documents_new`` and renames it; the seal (versions of rows, analysis and
dictionary) is the table's comment, written last, so that an unfinished build is never an index.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.types.json import Jsonb

from search.engine.errors import IndexLockedError
from search.engine.schema import Document
from search.postgres.lexemes import card, has_overflow, vector

LIVE = "search_documents"
NEW = "search_documents_new"
LABELS = "search_labels"

# Advisory locks of this application in its database: "find" as a number, and what is locked.
_LOCKS = 0x66696E64
WRITING = 1
REBUILDING = 2

# Elements that the statistics hold frequencies of: ten times this number.
_STATISTICS = 1_000


@dataclass(frozen=True)
class State:
    """The live table: ``rows`` is PostgreSQL's estimate, ``seal`` what it was built with."""

    oid: int
    rows: float
    seal: str


def state(connection: BaseDatabaseWrapper) -> State | None:
    """The live table, or None where there is none."""
    found = _one(
        connection,
        "SELECT oid::bigint, reltuples, coalesce(obj_description(oid, 'pg_class'), '')"
        f" FROM pg_class WHERE oid = to_regclass('{LIVE}')",
    )
    return State(*found) if found else None


def create(connection: BaseDatabaseWrapper) -> None:
    """Make the empty table of the next generation, dropping what a killed build left."""
    with connection.cursor() as cursor:
        # One for all generations: numbers of labels never change.
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {LABELS} ("
            " number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, label text NOT NULL UNIQUE)"
        )
        cursor.execute(f"DROP TABLE IF EXISTS {NEW}")
        cursor.execute(
            f"CREATE TABLE {NEW} ("
            " id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
            " key text NOT NULL UNIQUE,"
            " root text NOT NULL,"
            " card bytea NOT NULL,"
            " labels text[] NOT NULL,"
            " terms tsvector NOT NULL,"
            " texts jsonb NOT NULL)"
        )
        # A search reads records of thousands of rows and the long columns of none.
        cursor.execute(f"ALTER TABLE {NEW} ALTER card SET STORAGE PLAIN")
        cursor.execute(f"ALTER TABLE {NEW} ALTER terms SET STATISTICS {_STATISTICS}")
        cursor.execute(f"ALTER TABLE {NEW} SET (toast_tuple_target = 256)")


def index(connection: BaseDatabaseWrapper) -> None:
    """Index the filled table and let PostgreSQL count its terms."""
    with connection.cursor() as cursor:
        # Without its list of pending entries, which every search would read from end to end.
        cursor.execute(f"CREATE INDEX ON {NEW} USING gin (terms) WITH (fastupdate = off)")
        cursor.execute(f"ANALYZE {NEW}")


def publish(connection: BaseDatabaseWrapper, seal: str) -> None:
    """Make the new table the live one, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {LIVE}")
        cursor.execute(f"ALTER TABLE {NEW} RENAME TO {LIVE}")
        quoted = seal.replace("'", "''")
        cursor.execute(f"COMMENT ON TABLE {LIVE} IS '{quoted}'")


def drop(connection: BaseDatabaseWrapper) -> None:
    """Remove every table of the index."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {LIVE}, {NEW}, {LABELS}")


def write(connection: BaseDatabaseWrapper, table: str, documents: Iterable[Document]) -> None:
    """Insert documents, replacing those with the same key."""
    documents = list(documents)
    if not documents:
        return
    numbers = _label_numbers(connection, {label for each in documents for label in each.labels})
    rows = [_row(document, numbers) for document in documents]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (key, root, card, labels, terms, texts)"
            " VALUES (%s, %s, %s, %s, %s::tsvector, %s)"
            " ON CONFLICT (key) DO UPDATE SET root = excluded.root, card = excluded.card,"
            " labels = excluded.labels, terms = excluded.terms, texts = excluded.texts",
            rows,
        )


def remove(connection: BaseDatabaseWrapper, keys: Iterable[str]) -> None:
    """Remove documents from the live table."""
    keys = list(keys)
    if keys:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {LIVE} WHERE key = ANY(%s)", [keys])


@contextmanager
def write_lock(connection: BaseDatabaseWrapper, timeout: float) -> Iterator[None]:
    """A transaction in which nobody else writes the live table.

    Args:
        timeout: seconds to wait.

    Raises:
        IndexLockedError: somebody else has it for longer.
    """
    deadline = time.monotonic() + timeout
    with transaction.atomic(using=connection.alias):
        while not _try("pg_try_advisory_xact_lock", connection, WRITING):
            if time.monotonic() >= deadline:
                raise IndexLockedError(LIVE)
            time.sleep(0.02)
        yield


@contextmanager
def rebuild_lock(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """The right to build the next table, for as long as this connection lives.

    Raises:
        IndexLockedError: somebody is building.
    """
    # Asked first because a connection gets its own lock twice.
    if is_rebuilding(connection) or not _try("pg_try_advisory_lock", connection, REBUILDING):
        raise IndexLockedError(NEW)
    try:
        yield
    finally:
        _try("pg_advisory_unlock", connection, REBUILDING)


def is_rebuilding(connection: BaseDatabaseWrapper) -> bool:
    """Whether somebody is building the next table at this moment."""
    return bool(
        _one(
            connection,
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND classid = %s AND objid = %s LIMIT 1",
            [_LOCKS, REBUILDING],
        )
    )


def _label_numbers(connection: BaseDatabaseWrapper, labels: set[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {LABELS} (label) SELECT asked.label FROM unnest(%s::text[])"
            f" AS asked(label) WHERE NOT EXISTS (SELECT 1 FROM {LABELS} WHERE"
            f" {LABELS}.label = asked.label) ON CONFLICT DO NOTHING",
            [sorted(labels)],
        )
        cursor.execute(
            f"SELECT label, number FROM {LABELS} WHERE label = ANY(%s)", [sorted(labels)]
        )
        return dict(cursor.fetchall())


def _row(document: Document, numbers: Mapping[str, int]) -> tuple:
    return (
        document.key,
        document.key.partition(":")[0],
        card(document, numbers),
        document.labels if has_overflow(document) else [],
        vector(document),
        Jsonb(document.texts),
    )


def _try(function: str, connection: BaseDatabaseWrapper, lock: int) -> bool:
    return bool(_one(connection, f"SELECT {function}(%s, %s)", [_LOCKS, lock])[0])


def _one(connection: BaseDatabaseWrapper, sql: str, parameters: list | None = None) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()

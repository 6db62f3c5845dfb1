"""The rows that each test begins with, and how they come back after a test that committed."""

from contextlib import ExitStack

from django.db import connection, transaction

from discussions.guarding import LEDGER as DISCUSSIONS
from editorial.guarding import RECORD
from forums.guarding import LEDGER as FORUMS
from people.guarding import TRAIL
from stories.guarding import LEDGER as STORIES

LEDGERS = (RECORD, FORUMS, DISCUSSIONS, STORIES, TRAIL)
KEPT = "kept_for_tests_"


def keep_rows() -> None:
    """Copy all rows within the database."""
    with connection.cursor() as cursor:
        for table in _filled():
            cursor.execute(f'CREATE TABLE "{KEPT}{table}" AS SELECT * FROM "{table}"')


def put_rows_back() -> None:
    """Remove all rows, and bring those that were kept.

    Django's flush goes through all 250 tables and then writes permissions anew; few tables have
    rows after a test.
    """
    kept = [name for name in _tables() if name.startswith(KEPT)]
    with transaction.atomic(), ExitStack() as opened, connection.cursor() as cursor:
        for ledger in LEDGERS:
            opened.enter_context(ledger.opened())
        for table in _filled():
            cursor.execute(f'DELETE FROM "{table}"')
        for name in kept:
            cursor.execute(f'INSERT INTO "{name.removeprefix(KEPT)}" SELECT * FROM "{name}"')


def _tables() -> list[str]:
    return connection.introspection.table_names()


def _filled() -> list[str]:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [table for (table,) in cursor.fetchall()]

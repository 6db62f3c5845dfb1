"""The database itself keeps the record: triggers refuse to rewrite or remove a row.

The models refuse in Python (``AppendOnly``); raw SQL, ``QuerySet`` tricks and other programs end
here. What may remove rows, ``actions.purge_record`` and the flush between two tests, opens the
record for its own transaction with ``record_opened``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

TABLES = ("editorial_decision", "editorial_release", "editorial_recordexport")
REFUSAL = "审稿记录只能追加，不能修改或删除。"

# PostgreSQL: a setting that lives as long as the transaction. SQLite has none, so there a row in
# a table of its own says the same; writers are alone on SQLite, and nobody else sees the row
# before the transaction removes it again.
SWITCH = "editorial.purging"
SWITCH_TABLE = "editorial_purging"


def install_guards(connection: Any) -> None:
    """Create the triggers; those that exist stay as they are."""
    with connection.cursor() as cursor:
        for statement in _INSTALL[connection.vendor]():
            cursor.execute(statement)


def remove_guards(connection: Any) -> None:
    """Drop the triggers and what they read."""
    with connection.cursor() as cursor:
        for statement in _REMOVE[connection.vendor]():
            cursor.execute(statement)


def restore_guards(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Put back triggers that went with their table (receiver of ``post_migrate``).

    SQLite changes a column by copying the table, and the triggers of the old one are lost. The
    switch tells whether the migration that makes them has been applied.
    """
    connection = connections[using]
    if connection.vendor == "sqlite" and SWITCH_TABLE in connection.introspection.table_names():
        install_guards(connection)


@contextmanager
def record_opened(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Let rows of the record be deleted, inside this block and this transaction only.

    An exception rolls the block back and closes the record with it.
    """
    connection = connections[using]
    with transaction.atomic(using=using):
        _switch(connection, is_open=True)
        yield
        _switch(connection, is_open=False)


def _switch(connection: Any, *, is_open: bool) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT set_config(%s, %s, true)", [SWITCH, "on" if is_open else ""])
        elif is_open:
            cursor.execute("INSERT INTO editorial_purging (id) VALUES (1)")
        else:
            cursor.execute("DELETE FROM editorial_purging")


def _sqlite_install() -> Iterator[str]:
    yield f"CREATE TABLE IF NOT EXISTS {SWITCH_TABLE} (id integer PRIMARY KEY CHECK (id = 1))"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table in TABLES:
        guard = f"CREATE TRIGGER IF NOT EXISTS {table}"
        yield f"{guard}_no_update BEFORE UPDATE ON {table} {refuse}"
        yield (
            f"{guard}_no_delete BEFORE DELETE ON {table} "
            f"WHEN NOT EXISTS (SELECT 1 FROM {SWITCH_TABLE}) {refuse}"
        )
        # INSERT OR REPLACE removes the old row without asking the trigger above.
        yield (
            f"{guard}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) {refuse}"
        )


def _sqlite_remove() -> Iterator[str]:
    for table in TABLES:
        for name in ("no_update", "no_delete", "no_replace"):
            yield f"DROP TRIGGER IF EXISTS {table}_{name}"
    yield f"DROP TABLE IF EXISTS {SWITCH_TABLE}"


def _postgresql_install() -> Iterator[str]:
    yield f"""
        CREATE OR REPLACE FUNCTION editorial_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP <> 'UPDATE' AND current_setting('{SWITCH}', true) = 'on' THEN
                RETURN OLD;
            END IF;
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation';
        END $$
    """
    for table in TABLES:
        guard = f"CREATE OR REPLACE TRIGGER {table}"
        run = "EXECUTE FUNCTION editorial_refuse()"
        yield f"{guard}_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {run}"
        yield f"{guard}_not_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {run}"


def _postgresql_remove() -> Iterator[str]:
    for table in TABLES:
        for name in ("kept", "not_emptied"):
            yield f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}"
    yield "DROP FUNCTION IF EXISTS editorial_refuse()"


_INSTALL = {"sqlite": _sqlite_install, "postgresql": _postgresql_install}
_REMOVE = {"sqlite": _sqlite_remove, "postgresql": _postgresql_remove}

"""The database itself keeps a ledger: triggers refuse to rewrite or remove a row.

The models refuse in Python; raw SQL, ``QuerySet`` tricks and other programs end here. A room
declares its ``Ledger`` in ``guarding.py``, connects it when the apps are ready and installs it in
a migration. What may remove rows, a purge after the district's own time or the flush between two
tests, opens the ledger for its own transaction (``Ledger.opened``).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models.signals import post_migrate, pre_migrate


@dataclass(frozen=True, eq=False)
class Ledger:
    """Tables that the database keeps for one room.

    Attributes:
        name: of the room; begins the names of the switch and of what triggers call.
        refusal: what the database answers (``IntegrityError``).
        added: tables whose rows are added, and neither changed nor removed.
        kept: tables whose rows change and are never removed.
        sealed: tables whose rows stand still while a condition holds; SQL, ``{row}`` is the row.
    """

    name: str
    refusal: str
    added: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    sealed: Mapping[str, str] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[str, ...]:
        """All that it keeps."""
        return (*self.added, *self.kept, *self.sealed)

    # PostgreSQL: a setting that lives as long as the transaction. SQLite has none, so there a row
    # in a table of its own says the same; writers are alone on SQLite, and nobody else sees the
    # row before the transaction removes it again.
    @property
    def switch(self) -> str:
        """The setting that opens it on PostgreSQL."""
        return f"{self.name}.purging"

    @property
    def switch_table(self) -> str:
        """The table whose row opens it on SQLite."""
        return f"{self.name}_purging"

    def install(self, connection: Any) -> None:
        """Create the triggers; those that exist stay as they are.

        Tables that a later migration makes are left out, and that migration installs it again:
        an old migration must not fail over what is declared today.
        """
        _run(connection, _dialect(connection).install(self._within(connection)))

    def remove(self, connection: Any) -> None:
        """Drop the triggers and what they read."""
        _run(connection, _dialect(connection).remove(self._within(connection)))

    def connect(self, config: AppConfig) -> None:
        """Put the triggers back after migrations that lose them; called when apps are ready."""
        name = f"{self.name}.guards"
        pre_migrate.connect(self.make_way, sender=config, dispatch_uid=name)
        post_migrate.connect(self.restore, sender=config, dispatch_uid=name)

    def make_way(self, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
        """Take away, on SQLite, the triggers that read another table (``pre_migrate``).

        While SQLite copies a table, nothing may name it.
        """
        if self._is_on_sqlite(using):
            _run(connections[using], _drop_sealed(self))

    def restore(self, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
        """Put back triggers that went with their table (``post_migrate``).

        SQLite changes a column by copying the table, and the triggers of the old one are lost.
        The switch tells whether the migration that makes them has been applied.
        """
        if self._is_on_sqlite(using):
            self.install(connections[using])

    def _within(self, connection: Any) -> "Ledger":
        present = set(connection.introspection.table_names())
        return replace(
            self,
            added=tuple(table for table in self.added if table in present),
            kept=tuple(table for table in self.kept if table in present),
            sealed={table: sql for table, sql in self.sealed.items() if table in present},
        )

    def _is_on_sqlite(self, using: str) -> bool:
        connection = connections[using]
        if connection.vendor != "sqlite":
            return False
        return self.switch_table in connection.introspection.table_names()

    @contextmanager
    def opened(self, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
        """Let rows be deleted, inside this block and this transaction only.

        An exception rolls the block back and closes the ledger with it.
        """
        connection = connections[using]
        with transaction.atomic(using=using):
            self._switch(connection, is_open=True)
            yield
            self._switch(connection, is_open=False)

    def _switch(self, connection: Any, *, is_open: bool) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                values = [self.switch, "on" if is_open else ""]
                cursor.execute("SELECT set_config(%s, %s, true)", values)
            elif is_open:
                cursor.execute(f"INSERT INTO {self.switch_table} (id) VALUES (1)")
            else:
                cursor.execute(f"DELETE FROM {self.switch_table}")


def _run(connection: Any, statements: Iterator[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _dialect(connection: Any) -> Any:
    return {"sqlite": _SQLite, "postgresql": _PostgreSQL}[connection.vendor]


def _drop_sealed(ledger: Ledger) -> Iterator[str]:
    for table in ledger.sealed:
        for name in ("sealed_insert", "sealed_update", "sealed_delete"):
            yield f"DROP TRIGGER IF EXISTS {table}_{name}"


class _SQLite:
    @staticmethod
    def install(ledger: Ledger) -> Iterator[str]:
        switch = ledger.switch_table
        yield f"CREATE TABLE IF NOT EXISTS {switch} (id integer PRIMARY KEY CHECK (id = 1))"
        refuse = f"BEGIN SELECT RAISE(ABORT, '{ledger.refusal}'); END"
        is_closed = f"NOT EXISTS (SELECT 1 FROM {switch})"
        for table in ledger.added:
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table} {refuse}"
            )
        for table in (*ledger.added, *ledger.kept):
            guard = f"CREATE TRIGGER IF NOT EXISTS {table}"
            yield f"{guard}_no_delete BEFORE DELETE ON {table} WHEN {is_closed} {refuse}"
            # INSERT OR REPLACE removes the old row without asking the trigger above.
            is_there = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
            yield f"{guard}_no_replace BEFORE INSERT ON {table} WHEN {is_there} {refuse}"
        for table, condition in ledger.sealed.items():
            guard = f"CREATE TRIGGER IF NOT EXISTS {table}_sealed"
            old, new = condition.format(row="OLD"), condition.format(row="NEW")
            yield f"{guard}_insert BEFORE INSERT ON {table} WHEN {new} {refuse}"
            yield f"{guard}_update BEFORE UPDATE ON {table} WHEN {old} OR {new} {refuse}"
            yield f"{guard}_delete BEFORE DELETE ON {table} WHEN {old} AND {is_closed} {refuse}"

    @staticmethod
    def remove(ledger: Ledger) -> Iterator[str]:
        for table in (*ledger.added, *ledger.kept):
            for name in ("no_update", "no_delete", "no_replace"):
                yield f"DROP TRIGGER IF EXISTS {table}_{name}"
        yield from _drop_sealed(ledger)
        yield f"DROP TABLE IF EXISTS {ledger.switch_table}"


class _PostgreSQL:
    @classmethod
    def install(cls, ledger: Ledger) -> Iterator[str]:
        is_open = f"current_setting('{ledger.switch}', true) = 'on'"
        refuse = f"RAISE EXCEPTION '{ledger.refusal}' USING ERRCODE = 'restrict_violation';"
        yield f"""
            CREATE OR REPLACE FUNCTION {ledger.name}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP <> 'UPDATE' AND {is_open} THEN
                    RETURN OLD;
                END IF;
                {refuse}
            END $$
        """
        run = f"EXECUTE FUNCTION {ledger.name}_refuse()"
        for tables, event in ((ledger.added, "UPDATE OR DELETE"), (ledger.kept, "DELETE")):
            for table in tables:
                guard = f"CREATE OR REPLACE TRIGGER {table}"
                yield f"{guard}_kept BEFORE {event} ON {table} FOR EACH ROW {run}"
        for table in ledger.tables:
            guard = f"CREATE OR REPLACE TRIGGER {table}"
            yield f"{guard}_not_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {run}"
        for table, condition in ledger.sealed.items():
            yield cls._sealing(table, condition, is_open, refuse)
            event = "BEFORE INSERT OR UPDATE OR DELETE"
            run_own = f"EXECUTE FUNCTION {table}_sealed()"
            guard = f"CREATE OR REPLACE TRIGGER {table}_kept"
            yield f"{guard} {event} ON {table} FOR EACH ROW {run_own}"

    @staticmethod
    def _sealing(table: str, condition: str, is_open: str, refuse: str) -> str:
        old, new = condition.format(row="OLD"), condition.format(row="NEW")
        return f"""
            CREATE OR REPLACE FUNCTION {table}_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' AND {is_open} THEN
                    RETURN OLD;
                END IF;
                IF TG_OP <> 'INSERT' THEN
                    IF {old} THEN {refuse} END IF;
                END IF;
                IF TG_OP = 'DELETE' THEN
                    RETURN OLD;
                END IF;
                IF {new} THEN {refuse} END IF;
                RETURN NEW;
            END $$
        """

    @staticmethod
    def remove(ledger: Ledger) -> Iterator[str]:
        for table in ledger.tables:
            for name in ("kept", "not_emptied"):
                yield f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}"
        yield f"DROP FUNCTION IF EXISTS {ledger.name}_refuse()"
        for table in ledger.sealed:
            yield f"DROP FUNCTION IF EXISTS {table}_sealed()"

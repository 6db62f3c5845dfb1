"""Rows by the million: written past the models, with numbers given here.

Four million days would be four million objects for ``bulk_create``; here they are tuples, for
``executemany`` on SQLite and ``COPY`` on PostgreSQL (some 25 s of processor time on
SQLite). Nothing is signalled, and nothing validated but what the database itself checks; values
come as the database keeps them (``stamp`` and ``str(date)`` for moments and days, JSON as text).
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max, Model

ROWS_AT_ONCE = 20_000


class Table:
    """Collects rows of one model and writes them when its ``Store`` says so.

    Args:
        model: whose rows.
        columns: attribute names of the values that come, with blanks between; all other columns
            get their default.
        **constants: columns that have the same value in every row.
    """

    def __init__(self, model: type[Model], columns: str, **constants: Any) -> None:
        self.model = model
        given = columns.split()
        self.rows: list[tuple] = []
        fields = {field.attname: field for field in model._meta.local_concrete_fields}
        rest = {
            name: constants.get(name, field.get_default())
            for name, field in fields.items()
            if name not in given
        }
        # What a column must hold and nobody gave, the database numbers or refuses.
        rest = {name: value for name, value in rest.items() if not fields[name].primary_key}
        names = [*given, *rest]
        self._tail = tuple(
            fields[name].get_db_prep_save(value, connection) for name, value in rest.items()
        )
        self._names = [connection.ops.quote_name(fields[name].column) for name in names]

    def add(self, *values: Any) -> None:
        """Keep one row for the next writing."""
        self.rows.append(values)

    def write(self) -> None:
        """Write what was kept, and forget it."""
        rows, self.rows = self.rows, []
        if rows:
            tail = self._tail
            _insert(self.model, self._names, (row + tail for row in rows) if tail else rows)

    def next_key(self) -> int:
        """Return the first number that no row has. Queries: 1."""
        return (self.model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1


class Store:
    """Tables that are written together, in the order in which their rows name one another."""

    def __init__(self, *tables: Table) -> None:
        self.tables = tables

    def write(self, *, at_least: int = ROWS_AT_ONCE) -> None:
        """Write all tables once they hold ``at_least`` rows together; 0: whatever they hold."""
        if sum(len(table.rows) for table in self.tables) >= at_least:
            for table in self.tables:
                table.write()

    def close(self) -> None:
        """Write the rest; let the database number the next rows after those given here."""
        self.write(at_least=0)
        renumber([table.model for table in self.tables])


def renumber(models: Iterable[type[Model]]) -> None:
    """Put the counters of numbers behind the rows that there are (PostgreSQL; SQLite has none)."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)


def stamp(moment: datetime) -> str:
    """Return an aware moment as the database keeps it."""
    utc = moment.astimezone(UTC)
    return utc.strftime("%Y-%m-%d %H:%M:%S" + ("+00" if connection.vendor == "postgresql" else ""))


def check_links_at_once() -> None:
    """Let PostgreSQL check foreign keys with each statement.

    Left to the end of the transaction it would keep a note of each of some ten million in memory.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _insert(model: type[Model], names: list[str], rows: Iterable[tuple]) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(names)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(names))
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({places})",  # noqa: S608 - of models
            rows,
        )

"""What a statement of SQL reads and writes, by table. Pure: it sees no database.

It errs on one side only. A statement reads every table whose name stands in it, and one that is
not understood writes everything.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.apps import apps
from wagtail.models import Page

# Stands for every table there is.
EVERYTHING = "*"

_WORD = re.compile(r"\w+")
# Each assignment follows SET or a comma; more names may be found so, never fewer.
_COLUMN = re.compile(r'(?:^|,)\s*"?(\w+)"?\s*=')
_TUPLE = re.compile(r"(?:^|,)\s*\(")
_TARGET = re.compile(
    r'(INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.I
)
_SET = re.compile(r"\sSET\s+(.*)", re.I | re.S)
_INSERTED = re.compile(r'INTO\s+"?\w+"?\s*\(([^)]*)\)\s*VALUES\s*\(([^()]*)\)', re.I)
# They change no row; what SELECT calls (locks, settings of a session) does not either.
_HARMLESS = frozenset(
    {
        "ANALYZE",
        "BEGIN",
        "CLOSE",
        "COMMIT",
        "DECLARE",
        "EXPLAIN",
        "FETCH",
        "LOCK",
        "PRAGMA",
        "RELEASE",
        "ROLLBACK",
        "SAVEPOINT",
        "SELECT",
        "SET",
        "SHOW",
        "VACUUM",
        "VALUES",
    }
)
_CHANGES = frozenset({"INSERT", "UPDATE", "DELETE", "MERGE"})


@dataclass(frozen=True)
class Statement:
    """What is known of one statement.

    Attributes:
        verb: its first word, in capitals.
        writes: tables whose rows it changes; ``EVERYTHING`` where it was not understood.
        columns: that an UPDATE sets, or an INSERT names, in their order.
        is_plain: whether each of an INSERT's values is one parameter, in the order of columns.
    """

    verb: str
    writes: frozenset[str] = frozenset()
    columns: tuple[str, ...] = ()
    is_plain: bool = False

    @property
    def may_refuse_transactions(self) -> bool:
        """Whether it is perhaps none that changes rows: CREATE DATABASE, REINDEX CONCURRENTLY."""
        return EVERYTHING in self.writes and self.verb != "WITH"


@lru_cache(maxsize=4096)
def tables_in(sql: str) -> frozenset[str]:
    """Return the tables of this project whose names stand anywhere in ``sql``."""
    return known_tables().intersection(_WORD.findall(sql))


@lru_cache(maxsize=1)
def known_tables() -> frozenset[str]:
    """Return the tables of all models, those between two models included."""
    return frozenset(m._meta.db_table for m in apps.get_models(include_auto_created=True))


@lru_cache(maxsize=1)
def page_type_tables() -> frozenset[str]:
    """Return the tables that hold, beside ``wagtailcore_page``, what a type of page adds to it."""
    types = (model for model in apps.get_models() if issubclass(model, Page) and model is not Page)
    return frozenset(model._meta.db_table for model in types)


@lru_cache(maxsize=1024)
def understand(sql: str) -> Statement:
    """Say what ``sql`` changes."""
    first = _WORD.search(sql)
    verb = first.group().upper() if first else ""
    if verb == "WITH":
        changes = not _CHANGES.isdisjoint(word.upper() for word in _WORD.findall(sql))
        return (
            Statement(verb, tables_in(sql) or frozenset({EVERYTHING}))
            if changes
            else Statement(verb)
        )
    if verb in _HARMLESS:
        return Statement(verb)
    target = _TARGET.match(sql.lstrip())
    if target is None:
        return Statement(verb, frozenset({EVERYTHING}))
    columns, is_plain = _COLUMNS.get(verb, _no_columns)(sql)
    return Statement(verb, frozenset({target.group(2)}), columns, is_plain)


def _updated(sql: str) -> tuple[tuple[str, ...], bool]:
    found = _SET.search(sql)
    if found is None or _TUPLE.search(found.group(1)):
        return (), False
    return tuple(_COLUMN.findall(found.group(1))), False


def _inserted(sql: str) -> tuple[tuple[str, ...], bool]:
    found = _INSERTED.search(sql)
    if not found:
        return (), False
    columns = tuple(_WORD.findall(found.group(1)))
    values = [value.strip() for value in found.group(2).split(",")]
    return columns, values == ["%s"] * len(columns)


def _no_columns(sql: str) -> tuple[tuple[str, ...], bool]:
    return (), False


_COLUMNS: dict[str, Callable[[str], tuple[tuple[str, ...], bool]]] = {
    "UPDATE": _updated,
    "INSERT": _inserted,
}

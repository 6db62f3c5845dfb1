"""Learns from every statement which tables a page is made of, and which ones a change touches.

It stands beside Django's connection and sees what the ORM, ``update()``, bulk writes and SQL of our
own do alike; no model has to be registered, and none can be forgotten.
"""

import math
import secrets
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from portal.page_cache.held import hold, let_go
from portal.page_cache.machine import generations
from portal.page_cache.models import PageChange
from portal.page_cache.statements import EVERYTHING, tables_in, understand
from portal.page_cache.unseen import is_unseen

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]
# Answered from memory as long as the frame's stamp stands (``portal.lasting``).
ALWAYS_READ = frozenset(
    {
        "portal_framestamp",
        "portal_siteidentity",
        "wagtailcore_pageviewrestriction",
        "wagtailcore_site",
    }
)


@dataclass
class Reading:
    """What is read for a page, or for a part of one.

    Attributes:
        tables: whose rows were asked for.
        fresh_until: seconds of the monotonic clock: when the first of its kept parts may be old.
    """

    tables: set[str] = field(default_factory=lambda: set(ALWAYS_READ))
    fresh_until: float = math.inf


_reading: ContextVar[Reading | None] = ContextVar("portal_page_cache_reading", default=None)
# While tables are made and moved nobody may write to ours, which may not be there.
_migrating = False
# The databases that have our table.
_filled: set[tuple[object, ...]] = set()


class Announcement:
    """What follows when a transaction that changed ``table`` is committed."""

    def __init__(self, table: str, token: int) -> None:
        self.table = table
        self.token = token

    def __call__(self) -> None:
        """Tell the other processes of this machine."""
        shared = generations()
        if shared is not None:
            shared.bump([self.table], self.token)


@contextmanager
def reading() -> Iterator[Reading]:
    """Collect, in this thread, what is read within the block, for its surroundings, too."""
    found = Reading()
    before = _reading.set(found)
    try:
        yield found
    finally:
        _reading.reset(before)
        share(found.tables, found.fresh_until)


def share(tables: Set[str], fresh_until: float) -> None:
    """Count as read what a part was made of that is now shown again."""
    around = _reading.get()
    if around is not None:
        around.tables |= tables
        around.fresh_until = min(around.fresh_until, fresh_until)


def watch(execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Let ``execute`` run a statement, and note what it reads and changes (execute wrapper)."""
    read = _reading.get()
    let_go(context["cursor"])
    text = sql if isinstance(sql, str) else str(sql)
    statement = understand(text) if text[:6] != "SELECT" else None
    if read is not None:
        read.tables |= tables_in(text)
    if statement is None or not statement.writes or _migrating:
        return execute(sql, params, many, context)
    first = params if isinstance(params, Sequence) and not many else None
    seen = [table for table in statement.writes if not is_unseen(statement, table, first)]
    if not seen:
        return execute(sql, params, many, context)
    if statement.may_refuse_transactions:
        return _then_note(lambda: execute(sql, params, many, context), context)
    with _in_transaction(context["connection"]) as is_ours:
        for table in seen:
            _note(context["connection"], table)
        result = execute(sql, params, many, context)
        if is_ours:
            hold(context["cursor"])
        return result


def purge() -> None:
    """Let no page that was made before this transaction's commit be shown after it."""
    with _in_transaction(connection):
        _note(connection, EVERYTHING)


def attach(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Watch a connection that was just opened; not a copy, which has no transactions."""
    is_known = connection.alias in connections and connections[connection.alias] is connection
    if settings.PAGE_CACHE_RECORDS and is_known and watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)


def pause(**kwargs: Any) -> None:
    """Note nothing until ``resume``: migrations begin."""
    global _migrating
    _migrating = True


def resume(**kwargs: Any) -> None:
    """Go on after migrations, which may have changed anything."""
    global _migrating
    _migrating = False
    _filled.clear()
    if settings.PAGE_CACHE_RECORDS:
        purge()


def _then_note(run: Callable[[], Any], context: dict[str, Any]) -> Any:
    """Run a statement by itself, then say that everything has changed: our table, too, perhaps."""
    changed = context["connection"]
    result = run()
    if not changed.in_atomic_block:
        hold(context["cursor"])
    _filled.discard(_name(changed))
    with _in_transaction(changed):
        _note(changed, EVERYTHING)
    return result


@contextmanager
def _in_transaction(connection: BaseDatabaseWrapper) -> Iterator[bool]:
    """A change and its row are committed together; alone, a statement commits by itself.

    Says whether the transaction ends with the block.
    """
    if connection.in_atomic_block:
        yield False
        return
    with transaction.atomic(using=connection.alias):
        yield True


def _note(connection: BaseDatabaseWrapper, table: str) -> None:
    # Django drops what a savepoint was to call when it is rolled back, as the database drops the
    # row: as long as the announcement is there, so is the row.
    for _, call, *_ in connection.run_on_commit:
        if isinstance(call, Announcement) and call.table == table:
            return
    if not _has_table(connection):
        return
    token = secrets.randbits(62)
    number = "pg_current_xact_id()::text::bigint" if connection.vendor == "postgresql" else "0"
    name = connection.ops.quote_name(PageChange._meta.db_table)
    columns = '"table", "token", "transaction"'
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {name} ({columns}) VALUES (%s, %s, {number})",  # noqa: S608
            [table, token],
        )
    transaction.on_commit(Announcement(table, token), using=connection.alias, robust=True)


def _has_table(connection: BaseDatabaseWrapper) -> bool:
    """Whether the migration that makes our table has run; before it there is nothing to purge."""
    name = _name(connection)
    if name not in _filled and PageChange._meta.db_table in connection.introspection.table_names():
        _filled.add(name)
    return name in _filled


def _name(connection: BaseDatabaseWrapper) -> tuple[object, ...]:
    return tuple(connection.settings_dict[key] for key in ("HOST", "PORT", "NAME"))

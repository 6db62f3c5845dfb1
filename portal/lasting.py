"""What a process knows of the frame around every page, for as long as nothing of it has changed.

The name of the site, its menu and its closed parts are asked by every page and change a few times
a year. Each process keeps them beside the stamp under which they were read; every request reads
the stamp, in one query, so that a change made anywhere is seen by the next request everywhere.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from uuid import uuid4

from django.apps import apps
from django.db import connection

from portal.request_scope import forget, once

T = TypeVar("T")
# The root, home pages, sections: a change of these pages, not of those below, renews the frame.
DEEPEST = 3
_STAMP = "frame stamp"

_held: tuple[str, dict[Hashable, Any]] = ("", {})


def lasting(key: Hashable, ask: Callable[[], T]) -> T:
    """Return ``ask()``, asked once in this process until the frame changes (``renew``).

    Several threads may be given the same object: it must not be changed. Without a stamp, in an
    empty database, nothing is kept.

    Queries: one a request for the stamp, and those of ``ask`` after a change.
    """
    global _held
    stamp = once(_STAMP, _read_stamp)
    if stamp is None:
        return ask()
    # One tuple, so that a thread never sees the answers of one stamp with the name of another.
    held, answers = _held
    if held != stamp:
        answers = {}
        _held = (stamp, answers)
    if key not in answers:
        answers[key] = ask()
    found: T = answers[key]
    return found


def renew() -> None:
    """Let every process read the frame anew as soon as this transaction is committed."""
    stamps = apps.get_model("portal", "FrameStamp").objects
    stamps.update_or_create(pk=1, defaults={"value": uuid4().hex})
    forget(_STAMP)


def forget_all() -> None:
    """Drop what this process keeps, for tests: they change tables behind the models' backs."""
    global _held
    _held = ("", {})


def _read_stamp() -> str | None:
    # By hand: every request asks, and writing the statement would take longer than all the rest.
    table = connection.ops.quote_name(apps.get_model("portal", "FrameStamp")._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT value FROM {table} ORDER BY id LIMIT 1")  # noqa: S608
        row = cursor.fetchone()
    return str(row[0]) if row and row[0] else None

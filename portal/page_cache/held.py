"""Rows that a statement returned, taken from it before its transaction is committed.

SQLite commits nothing while a statement that writes has rows to give (``INSERT … RETURNING``, which
Django uses for each new object), and Django asks for them only when the statement is done.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.backends.utils import CursorWrapper


class Held:
    """A cursor of the database whose rows have been read already."""

    def __init__(self, cursor: Any) -> None:
        self.cursor = cursor
        self._rows: Iterator[Any] = iter(cursor.fetchall())

    def fetchone(self) -> Any:
        """Return the next row, or None."""
        return next(self._rows, None)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        """Return the next rows, as many as the cursor gives by itself if ``size`` is not said."""
        return list(islice(self._rows, size or self.cursor.arraysize))

    def fetchall(self) -> list[Any]:
        """Return the rows that were not returned yet."""
        return list(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return self._rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self.cursor, name)


def hold(cursor: CursorWrapper) -> None:
    """Take the rows from the statement that ``cursor`` ran; who asks ``cursor`` gets them."""
    if cursor.db.vendor == "sqlite" and cursor.description:
        cursor.cursor = Held(cursor.cursor)


def let_go(cursor: CursorWrapper) -> None:
    """Forget what is held, if anything is: ``cursor`` is about to run another statement."""
    if isinstance(cursor.cursor, Held):
        cursor.cursor = cursor.cursor.cursor

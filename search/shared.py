"""Lists that editors keep in the database and every process keeps in memory.

A change bumps a number in ``Stamp``, in its own transaction. The process that made it reads the
list again after the commit; the others ask for the number at most every
``SEARCH_LISTS_CHECK_SECONDS`` seconds and read the list again when it differs.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Generic, TypeVar

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Model
from django.db.models.signals import post_delete, post_save

from search.models import Stamp

logger = logging.getLogger(__name__)
T = TypeVar("T")
_lists: dict[str, "SharedList"] = {}


class SharedList(Generic[T]):
    """One list.

    Args:
        name: of its stamp.
        load: reads it from the database.
        empty: stands for it until it could be read.
    """

    def __init__(self, name: str, load: Callable[[], T], empty: T):
        self.name = name
        self._load = load
        self._value = self._empty = empty
        self._number: int | None = None
        self._due = 0.0
        self._looking = threading.Lock()
        _lists[name] = self

    def get(self) -> T:
        """The list. Queries: none, or one when the time has come to look, and those of a load."""
        interval = settings.SEARCH_LISTS_CHECK_SECONDS
        if interval is not None and time.monotonic() >= self._due:
            self.refresh()
        return self._value

    def refresh(self) -> None:
        """Look now whether the list has changed; while another thread looks, go on as before.

        A database that cannot answer (before its first migration, or at rest) leaves the list as
        it is until the next look.
        """
        if not self._looking.acquire(blocking=False):
            return
        try:
            self._due = time.monotonic() + (settings.SEARCH_LISTS_CHECK_SECONDS or 0)
            # A failed statement would spoil the transaction that we may be in; outside of one,
            # SQLite would take its write lock for us.
            with transaction.atomic() if connection.in_atomic_block else nullcontext():
                stamp = Stamp.objects.filter(name=self.name).first()
                number = stamp.number if stamp else 0
                if number != self._number:
                    self._value = self._load()
                    self._number = number
        except DatabaseError:
            logger.warning("The list %s cannot be read", self.name, exc_info=True)
        finally:
            self._looking.release()

    def changed(self) -> None:
        """Look now; should another thread be looking already, look again afterwards."""
        self._due = 0.0
        self.refresh()

    def forget(self) -> None:
        """Be as new: for tests, whose databases are put back behind our back."""
        self._value, self._number, self._due = self._empty, None, 0.0


def touch(name: str) -> None:
    """Note that a list has changed, in the transaction of the change. Queries: 1."""
    if not Stamp.objects.filter(name=name).update(number=F("number") + 1):
        Stamp.objects.get_or_create(name=name, defaults={"number": 1})
    transaction.on_commit(_lists[name].changed, robust=True)


def touch_when_saved(model: type[Model], name: str) -> None:
    """Let every row that is saved or deleted count as a change of the list."""

    def note(**kwargs: object) -> None:
        touch(name)

    for signal in (post_save, post_delete):
        signal.connect(note, sender=model, weak=False, dispatch_uid=f"search.shared.{name}")

"""Counting in the process, storing now and then: no reader ever waits for it.

A page tells that it was opened by a small message of its own (``static/feedback/seen.js``), which
also comes when the page itself came from a cache that this process never hears of. The message is
answered from memory; once in a while one of them carries what has gathered to the database.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import date

from django.db import DatabaseError

from feedback.models import FeedbackSettings
from feedback.visits import actions
from portal import read_only

logger = logging.getLogger(__name__)

FLUSH_SECONDS = 30
FLUSH_AT = 500  # messages
# A program that sends messages by the thousand moves a count no further than this in one go.
MOST_OF_PAGE = 300
MOST_PAGES = 5_000
Key = tuple[int, date]


class ViewCounter:
    """Counts by page and day, until somebody takes what has gathered. Threads may share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._counts: Counter[Key] = Counter()
        self._messages = 0
        self._since = clock()

    @property
    def is_empty(self) -> bool:
        """Whether nothing has gathered."""
        return not self._counts

    def add(self, page_id: int, day: date) -> bool:
        """Count one opening; return whether it is time to store."""
        key = (page_id, day)
        with self._lock:
            if key in self._counts or len(self._counts) < MOST_PAGES:
                self._counts[key] = min(self._counts[key] + 1, MOST_OF_PAGE)
            self._messages += 1
            return self._messages >= FLUSH_AT or self._clock() - self._since >= FLUSH_SECONDS

    def take(self) -> dict[Key, int]:
        """Return what has gathered, and begin anew."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
            self._messages, self._since = 0, self._clock()
        return taken


counter = ViewCounter()


def is_on() -> bool:
    """Whether openings are counted at all. Queries: 1 after a change; see ``portal.lasting``."""
    return FeedbackSettings.in_force().counts_views


def flush() -> None:
    """Store what this process has counted; it waits while the portal is read-only.

    Queries: 0 where there is nothing; that of the frame's stamp and those of ``actions.store``.
    """
    if counter.is_empty:
        return
    try:
        if not read_only.notice().is_on:
            actions.store(counter.take())
    except DatabaseError:
        # Counts are no ledger: half a minute of them is not worth a memory that grows.
        logger.exception("Some views could not be stored")

"""What other machines changed, and what a process changed that died before it could say so.

Every process has a thread for it; one of a machine's processes, the holder of a lock, asks the
database for new rows of ``PageChange`` some times a second and passes them on by ``Generations``.
It also says when it last asked: without that word, no process shows a kept page.
"""

import fcntl
import logging
import os
import threading
import time
from collections import deque
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from portal.page_cache.generations import Generations
from portal.page_cache.models import PageChange
from portal.page_cache.statements import EVERYTHING

logger = logging.getLogger(__name__)
KEPT = 60.0  # seconds; no machine that shows pages has asked longer ago
GAP = KEPT / 2


class Watcher:
    """Asks the database, and passes on what it hears.

    Args:
        shared: to pass it on by.
    """

    def __init__(self, shared: Generations) -> None:
        self._shared = shared
        # Rows from this position on may be new: transactions that were not committed when we
        # last asked have none below it.
        self._from: int | None = None
        self._asked = 0.0
        self._heard: set[int] = set()
        self._bounds: deque[tuple[float, int]] = deque()

    def ask(self) -> int:
        """Pass on what was committed since the last time; returns how many changes were news.

        The first time, and after a pause in which rows may have been removed, everything has
        changed. Queries: 2, once a minute up to 4.
        """
        now = time.monotonic()
        bound = self._bound()
        if self._from is None or now - self._asked > GAP:
            self._heard = set()
            self._shared.bump([EVERYTHING])
            news = 1
        else:
            news = self._pass_on(self._from)
        self._from, self._asked = bound, now
        self._shared.confirm(int(now * 1000))
        self._tidy(now, bound)
        return news

    def _pass_on(self, start: int) -> int:
        rows = PageChange.objects.filter(**{f"{_position()}__gte": start})
        found = list(rows.values_list("table", "token"))
        news = [
            (table, token)
            for table, token in found
            if token not in self._heard and not self._shared.has_applied(token)
        ]
        for table, token in news:
            self._shared.bump([table], token)
        self._heard = {token for _, token in found}
        return len(news)

    def _bound(self) -> int:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            else:
                table = connection.ops.quote_name(PageChange._meta.db_table)
                cursor.execute(f"SELECT COALESCE(MAX(id), 0) + 1 FROM {table}")  # noqa: S608
            return int(cursor.fetchone()[0])

    def _tidy(self, now: float, bound: int) -> None:
        """Remove rows that every machine has had ``KEPT`` seconds to hear of."""
        if not self._bounds or now - self._bounds[-1][0] > KEPT:
            self._bounds.append((now, bound))
        if len(self._bounds) > 1 and now - self._bounds[1][0] > KEPT:
            self._bounds.popleft()
            old = PageChange.objects.filter(**{f"{_position()}__lt": self._bounds[0][1]})
            if old.exists():  # a site at rest takes no lock for writing
                old.delete()


def is_informed(shared: Generations, seconds: float) -> bool:
    """Say whether this machine knew so many seconds ago of all that was committed."""
    age = time.monotonic() * 1000 - shared.confirmed()
    return -1 <= age <= seconds * 1000


def start(shared: Generations) -> None:
    """Let a thread of this process watch until the process ends."""
    threading.Thread(target=_watch, args=(shared,), name="page-cache", daemon=True).start()


def _watch(shared: Generations) -> None:
    lock = os.open(Path(settings.VAR_DIR) / "generations.lock", os.O_RDWR | os.O_CREAT, 0o640)
    watcher: Watcher | None = None
    while True:
        try:
            # The lock goes to another process when this one dies, however it dies.
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            watcher = watcher or Watcher(shared)
            watcher.ask()
        except BlockingIOError:
            pass
        except DatabaseError:
            logger.warning("The database does not say what has changed", exc_info=True)
            with closing(connection):
                time.sleep(settings.PAGE_CACHE_POLL_SECONDS)
        except Exception:
            logger.exception("Watching for changes failed")
        time.sleep(settings.PAGE_CACHE_POLL_SECONDS)


def _position() -> str:
    return "transaction" if connection.vendor == "postgresql" else "id"

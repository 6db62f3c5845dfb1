"""Parts of pages that look alike to everybody, kept by each process for whoever asks.

A page for somebody who is signed in is nobody else's; most of what stands on it is. What a part
rests on is learnt as for whole pages, see ``recording``.
"""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from portal.page_cache.basis import Basis, Making
from portal.page_cache.generations import Generations
from portal.page_cache.machine import generations
from portal.page_cache.recording import reading, share
from portal.page_cache.store import Store
from portal.page_cache.watching import is_informed


@dataclass(frozen=True)
class Part:
    """A text, and what it was made of."""

    text: str
    tables: frozenset[str]
    basis: Basis

    @property
    def weight(self) -> int:
        """Bytes, at most."""
        return 4 * len(self.text) + 1000


class Parts:
    """The parts that one process keeps.

    Args:
        shared: what all processes of this machine know.
        max_bytes: of all parts.
        fresh: seconds for which a part may be shown although time has changed it.
        confirmed: seconds since this machine heard of the others, beyond which nothing is kept.
        time_zone: a part of yesterday is never shown.
    """

    def __init__(
        self,
        shared: Generations,
        *,
        max_bytes: int,
        fresh: float,
        confirmed: float,
        time_zone: str,
    ) -> None:
        self._shared = shared
        self._store: Store[Hashable, Part] = Store(max_bytes)
        self._fresh = fresh
        self._confirmed = confirmed
        self._time_zone = ZoneInfo(time_zone)

    def get(self, key: Hashable, make: Callable[[], str]) -> str:
        """Return the part of ``key``, by ``make`` where none is kept that is still true."""
        if not is_informed(self._shared, self._confirmed):
            return make()
        part = self._store.get(key)
        if part is not None and self._is_true(part.basis):
            share(part.tables, part.basis.fresh_until)
            return part.text
        making = Making(self._shared)
        with reading() as found:
            text = make()
        basis = making.basis(found, self._fresh, self._time_zone)
        self._store.put(key, Part(text, frozenset(found.tables), basis))
        share(set(), basis.fresh_until)
        return text

    def _is_true(self, basis: Basis) -> bool:
        return time.monotonic() < basis.fresh_until and basis.stands(self._shared)


def kept(key: Hashable, make: Callable[[], str]) -> str:
    """Return what ``make`` makes, made once in this process as long as it stays true.

    Within a transaction, without ``PAGE_CACHE``, and on a machine that has not heard of the others
    for a while, it is made anew.

    Args:
        key: all that ``make`` depends on besides the database: nobody's session, no parameter that
            is not in it.
        make: draws the part from rows that it reads itself.
    """
    parts = _parts() if settings.PAGE_CACHE else None
    return make() if parts is None or _sees_what_others_do_not() else parts.get(key, make)


def _sees_what_others_do_not() -> bool:
    """Whether rows may be ours alone as yet, or were changed since: a transaction has begun."""
    return bool(connection.in_atomic_block)


@lru_cache(maxsize=1)
def _parts() -> Parts | None:
    shared = generations()
    if shared is None:
        return None
    return Parts(
        shared,
        max_bytes=settings.PAGE_CACHE_BYTES // 8,
        fresh=settings.PAGE_CACHE_FRESH_SECONDS,
        confirmed=settings.PAGE_CACHE_CONFIRMED_SECONDS,
        time_zone=settings.TIME_ZONE,
    )

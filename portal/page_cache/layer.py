"""Answers visitors without an account before Django sees them, wherever that is right."""

import threading
import time
from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

from portal.page_cache import watching
from portal.page_cache.answers import ask
from portal.page_cache.basis import Making
from portal.page_cache.entries import Entry, StartResponse
from portal.page_cache.generations import Generations
from portal.page_cache.keys import Environ, Key, KeyOf
from portal.page_cache.recording import reading
from portal.page_cache.store import Store

Application = Callable[[Environ, StartResponse], Iterable[bytes]]
_PATIENCE = 10.0  # seconds that a visitor waits for another one's page to be made
_REFUSED_FOR = 60.0


class PageCache:
    """A WSGI application around another one.

    Args:
        inner: what makes the pages.
        shared: what all processes of this machine know; see ``generations``.
        key_of: tells which requests are alike.
        bare: makes of a request the one that a page for everybody is made of.
        max_bytes: of all pages that this process keeps.
        fresh, stale: seconds for which a page may be shown although time has changed it; after the
            first, while one visitor's request makes it anew, the others get the old one.
        confirmed: seconds since this machine last heard of the others, beyond which Django answers.
        time_zone: a page of yesterday is never shown.
    """

    def __init__(
        self,
        inner: Application,
        *,
        shared: Generations,
        key_of: KeyOf,
        bare: Callable[[Environ, Key], Environ],
        max_bytes: int,
        fresh: float,
        stale: float,
        confirmed: float,
        time_zone: str,
    ) -> None:
        self.store: Store[Key, Entry] = Store(max_bytes)
        self._inner = inner
        self._shared = shared
        self._key_of = key_of
        self._bare = bare
        self._fresh = fresh
        self._stale = stale
        self._confirmed = confirmed
        self._time_zone = ZoneInfo(time_zone)
        self._flights: dict[Key, threading.Event] = {}
        self._lock = threading.Lock()
        self._watches = False

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        key = self._key_of(environ)
        if key is None or not self._is_informed():
            return self._inner(environ, start_response)
        now = time.monotonic()
        entry = self.store.get(key)
        if entry is not None and not entry.basis.stands(self._shared):
            entry = None
        if entry is not None and now < entry.basis.fresh_until:
            return entry.send(environ, start_response, "portal; hit")
        if self.store.is_refused(key, now):
            return self._inner(environ, start_response)
        flight = self._take_off(key)
        if flight is None:
            return self._make(key, environ, start_response)
        if entry is not None and now < entry.basis.fresh_until + self._stale:
            return entry.send(environ, start_response, "portal; hit; detail=stale")
        return self._wait(flight, key, environ, start_response)

    def _is_informed(self) -> bool:
        """Whether this machine knew a moment ago of all that is committed."""
        if not self._watches:
            with self._lock:
                if not self._watches:
                    self._watches = True
                    watching.start(self._shared)
        return watching.is_informed(self._shared, self._confirmed)

    def _take_off(self, key: Key) -> threading.Event | None:
        """Return the flight that is on its way to make the page; None: it is ours now."""
        with self._lock:
            flight = self._flights.get(key)
            if flight is None:
                self._flights[key] = threading.Event()
            return flight

    def _make(self, key: Key, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            making = Making(self._shared)
            with reading() as found:
                answer = ask(self._inner, self._bare(environ, key))
            if not answer.is_for_everybody():
                if not answer.is_fault():
                    # Nobody waits for the next one to be made: it would be no use to them.
                    self.store.refuse(key, time.monotonic() + _REFUSED_FOR)
                return answer.send(environ, start_response)
            entry = Entry(
                headers=answer.headers,
                body=answer.body,
                basis=making.basis(found, self._fresh, self._time_zone),
            )
            self.store.put(key, entry)
            return entry.send(environ, start_response, "portal; fwd=miss; stored")
        finally:
            with self._lock:
                self._flights.pop(key).set()

    def _wait(
        self, flight: threading.Event, key: Key, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        flight.wait(_PATIENCE)
        entry = self.store.get(key)
        if entry is not None and entry.basis.stands(self._shared):
            return entry.send(environ, start_response, "portal; hit; detail=waited")
        return self._inner(environ, start_response)

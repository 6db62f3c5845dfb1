"""The portal behind its page cache, in one process, and what is kept of it."""

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from django.core.handlers.wsgi import WSGIHandler
from wagtail.models import Site

from portal import lasting
from portal.page_cache import recording
from portal.page_cache.entries import Entry
from portal.page_cache.generations import Generations
from portal.page_cache.setup import around
from portal.page_cache.unseen import COLUMNS, NEW_ROWS, TABLES
from tests.portal.page_cache.test_keys import request


class CachedSite:
    """Asks addresses as visitors do.

    Args:
        shared: numbers of the machine.
    """

    def __init__(self, shared: Generations) -> None:
        self.shared = shared
        self.handler = WSGIHandler()
        self.cache = around(self._noting)
        self.read: set[str] = set()

    def _noting(self, environ, start_response):
        answer = self.handler(environ, start_response)
        self.read |= recording._reading.get().tables if recording._reading.get() else set()
        return answer

    def get(self, path: str, **headers: str) -> tuple[str, bytes, dict[str, str]]:
        """Return status, body and headers of an answer through the cache."""
        return _get(self.cache, path, **headers)

    def fresh(self, path: str) -> tuple[str, bytes]:
        """Return status and body of an answer past the cache."""
        return _get(self.handler, path)[:2]

    def keep(self, addresses: Iterable[str]) -> dict[str, Entry]:
        """Let addresses be kept; returns what is kept by address."""
        for address in addresses:
            assert self.get(address)[0] == "200 OK", address
            self.get(address)  # where the first visit drew pictures
        return {key.path: entry for key, entry in self.cache.store._entries.items()}

    def old_pages(self, kept: dict[str, Entry]) -> list[str]:
        """Return the addresses that would be answered with something that is no longer true."""
        standing = [path for path, entry in kept.items() if entry.basis.stands(self.shared)]
        return [path for path in standing if self.fresh(path) != ("200 OK", kept[path].body)]

    def take_as_new(self, kept: dict[str, Entry]) -> None:
        """Let all that is kept stand again: the database is again as it was."""
        for entry in kept.values():
            numbers = self.shared.all()
            entry.basis.versions = {slot: numbers[slot] for slot in entry.basis.versions}
        # Not Django's cache: its tags and months may be minutes old by intention, on a page made
        # anew as on a kept one.
        lasting.forget_all()
        Site.clear_site_root_paths_cache()


def unseen_tables() -> set[str]:
    """Return the tables whose writing is never noted."""
    return set(TABLES) - COLUMNS.keys() - NEW_ROWS


def _get(application: Callable, path: str, **headers: str) -> tuple[str, bytes, dict[str, str]]:
    begun: list = []
    parts = urlsplit(path)
    environ = request(parts.path, QUERY_STRING=parts.query, **headers)
    chunks = application(_with_body(environ), lambda *args: begun.extend(args))
    body = b"".join(chunks)
    if hasattr(chunks, "close"):
        chunks.close()
    return begun[0], body, dict(begun[1])


def _with_body(environ: dict) -> dict:
    from io import BytesIO

    return environ | {"wsgi.input": BytesIO(), "wsgi.errors": BytesIO(), "SCRIPT_NAME": ""}

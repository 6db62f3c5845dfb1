"""What one process keeps: the pages, or parts, asked for last, up to a number of bytes."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from contextlib import suppress
from typing import Generic, Protocol, TypeVar


class Weighed(Protocol):
    """Something that knows what it takes."""

    @property
    def weight(self) -> int:
        """In bytes."""


K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Weighed)
_MOST_REFUSED = 2_000


class Store(Generic[K, V]):
    """Pages, or parts of pages, by key.

    Args:
        max_bytes: of all pages together; one that is larger than a quarter of it is not kept.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._entries: OrderedDict[K, V] = OrderedDict()
        self._sizes: dict[K, int] = {}
        self._bytes = 0
        self._lock = threading.Lock()
        self._refused: OrderedDict[K, float] = OrderedDict()

    def get(self, key: K) -> V | None:
        """Return the page of ``key``, which is now the one asked for last."""
        entry = self._entries.get(key)
        if entry is not None:
            with suppress(KeyError):  # another thread has just dropped it
                self._entries.move_to_end(key)
        return entry

    def put(self, key: K, entry: V) -> None:
        """Keep a page, and drop those asked for longest ago to make room."""
        with self._lock:
            self._drop(key)
            size = entry.weight
            if size > self._max_bytes // 4:
                return
            self._entries[key] = entry
            self._sizes[key] = size
            self._bytes += size
            while self._bytes > self._max_bytes:
                self._drop(next(iter(self._entries)))

    def refuse(self, key: K, until: float) -> None:
        """Remember until then (monotonic) that the page of ``key`` is not for keeping."""
        with self._lock:
            self._drop(key)
            self._refused[key] = until
            if len(self._refused) > _MOST_REFUSED:
                self._refused.popitem(last=False)

    def is_refused(self, key: K, now: float) -> bool:
        """Say whether ``refuse`` still holds."""
        return self._refused.get(key, 0.0) > now

    @property
    def bytes(self) -> int:
        """How much is kept."""
        return self._bytes

    def __len__(self) -> int:
        return len(self._entries)

    def _drop(self, key: K) -> None:
        if self._entries.pop(key, None) is not None:
            self._bytes -= self._sizes.pop(key)

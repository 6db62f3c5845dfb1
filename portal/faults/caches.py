"""Caches without which the site goes on.

django-redis can ignore errors, too (``IGNORE_EXCEPTIONS``); why that does not suffice stands in
docs/decisions/0016-cache-outage.md.
"""

import logging
from collections.abc import Iterable
from typing import Any

from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient

from portal.faults.outage import Outage

logger = logging.getLogger(__name__)

# Seconds: the cache stands in the same room, and a request that waits longer gains nothing by it.
TIMEOUT = 1.0
_outages: dict[str, Outage] = {}


class OutlivedClient(RedisCacheClient):
    """Redis; while it does not answer, the memory of the process in its place.

    Keys and timeouts arrive here as Redis is to have them.
    """

    def __init__(self, servers: list[str], **options: Any) -> None:
        # 9 MB, which no process without Redis should carry: this module holds the other caches too.
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        usual = {
            "socket_connect_timeout": TIMEOUT,
            "socket_timeout": TIMEOUT,
            "retry": Retry(NoBackoff(), 0),
        }
        super().__init__(servers, **usual | options)
        self._meanwhile = LocMemCache(f"outage:{servers[0]}", {})
        # One a server and process: Django makes a client for every thread.
        self._outage = _outages.setdefault(servers[0], Outage("Redis"))

    def answers(self) -> bool:
        """Ask the server itself, whatever was known of it; notes what came of it."""
        try:
            while not self._outage.end(self._settle()):
                pass
        except self._lib.exceptions.RedisError as error:
            self._begin(error)
            return False
        return True

    def _ask(self, verb: str, *args: Any, changes: Iterable[str] | None = ()) -> Any:
        """Ask Redis or the memory; ``changes``: keys that are written, ``None`` for all."""
        owed = None if changes is None else list(changes)
        while True:
            if self._outage.may_ask() and (not self._outage.is_on or self.answers()):
                try:
                    return getattr(super(), verb)(*args)
                except self._lib.exceptions.RedisError as error:
                    self._begin(error)
            # Not where another thread has found the server meanwhile: it would keep its old value.
            if self._outage.owe(owed):
                return getattr(self._meanwhile, verb)(*args)

    def _begin(self, error: Exception) -> None:
        if self._outage.begin(error):
            self._meanwhile.clear()  # of the last outage

    def _settle(self) -> int:
        """Take from the server what is no longer true; returns what ``Outage.end`` is told."""
        owed, debts = self._outage.owed()
        client = self.get_client(write=True)
        if owed is None:
            client.flushdb()
        elif owed:
            client.delete(*owed)
        else:
            client.ping()
        return debts

    def add(self, key: str, value: Any, timeout: int | None) -> bool:
        return self._ask("add", key, value, timeout, changes=[key])

    def get(self, key: str, default: Any) -> Any:
        return self._ask("get", key, default)

    def set(self, key: str, value: Any, timeout: int | None) -> None:
        self._ask("set", key, value, timeout, changes=[key])

    def touch(self, key: str, timeout: int | None) -> bool:
        return self._ask("touch", key, timeout, changes=[key])

    def delete(self, key: str) -> bool:
        return self._ask("delete", key, changes=[key])

    def get_many(self, keys: Iterable[str]) -> dict[str, Any]:
        return self._ask("get_many", keys)

    def has_key(self, key: str) -> bool:
        return self._ask("has_key", key)

    def incr(self, key: str, delta: int) -> int:
        return self._ask("incr", key, delta, changes=[key])

    def set_many(self, data: dict[str, Any], timeout: int | None) -> None:
        self._ask("set_many", data, timeout, changes=data)

    def delete_many(self, keys: Iterable[str]) -> None:
        keys = list(keys)
        self._ask("delete_many", keys, changes=keys)

    def clear(self) -> bool:
        return self._ask("clear", changes=None) is not False


class OutlivedRedisCache(RedisCache):
    """Django's Redis cache, outlived by the site.

    Memory rather than nothing: limits on failed sign-ins are counted here, and must not be open
    to whoever brings Redis down. Each process counts for itself then.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = OutlivedClient

    def answers(self) -> bool:
        """Whether the server answers at this moment."""
        return self._cache.answers()


class ForgivingFileCache(FileBasedCache):
    """Files that are drawn again where they cannot be kept: on a full disk, for instance."""

    def set(self, *args: Any, **kwargs: Any) -> None:
        """Keep a value if the disk lets us."""
        try:
            super().set(*args, **kwargs)
        except OSError as error:
            logger.warning("A drawn picture could not be kept: %s", error)

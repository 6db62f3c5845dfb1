"""Whether the parts that the portal stands on work; other floors add theirs at start."""

import logging
import secrets
import sqlite3
from collections.abc import Callable

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

Check = Callable[[], tuple[bool, str]]
_checks: dict[str, Check] = {}
_helpful: set[str] = set()
logger = logging.getLogger(__name__)


def register(name: str, check: Check, *, vital: bool = True) -> None:
    """Add a part: ``check`` returns whether it works and one line about it.

    ``vital``: without it the site cannot answer its visitors. What something else stands in for
    is not, or a watcher would take a site from its visitors that serves them.
    """
    _checks[name] = check
    if not vital:
        _helpful.add(name)


def check_all() -> dict[str, dict[str, object]]:
    """Ask every part; one that raises has failed. What was raised goes to the log, not outside."""
    results: dict[str, dict[str, object]] = {}
    for name, check in _checks.items():
        try:
            ok, message = check()
        except Exception:
            logger.exception("The part %s failed its check", name)
            ok, message = False, "检查失败，详见日志。"
        results[name] = {"ok": ok, "state": _state(name, ok), "message": message}
    return results


def degraded(parts: dict[str, dict[str, object]]) -> list[str]:
    """Return the names of parts that fail while the site goes on without them."""
    return [name for name, part in parts.items() if part["state"] == "degraded"]


def _state(name: str, ok: bool) -> str:
    if ok:
        return "ready"
    return "degraded" if name in _helpful else "down"


def _database() -> tuple[bool, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    if connection.vendor != "sqlite":
        return True, connection.display_name
    # SQLite 3.7.0-3.51.2 has a rare corruption race when a WAL is reset (fixed in 3.51.3 and
    # backported to 3.50.7 and 3.44.6), so the version is worth saying.
    return True, f"SQLite {sqlite3.sqlite_version}"


def _cache() -> tuple[bool, str]:
    # The site outlives Redis on the memory of its processes, which would pass the test below.
    if not getattr(cache, "answers", lambda: True)():
        return False, "缓存服务器连不上，网站暂时不用它照常运行，恢复后自动接上"
    token = secrets.token_hex(8)
    cache.set("portal:readyz", token, 30)
    return (True, "可读写") if cache.get("portal:readyz") == token else (False, "写入后读不回来")


def _storage() -> tuple[bool, str]:
    name = default_storage.save(f"readyz/{secrets.token_hex(8)}", ContentFile(b"ok"))
    try:
        with default_storage.open(name) as file:
            return (True, "可读写") if file.read() == b"ok" else (False, "写入后读不回来")
    finally:
        default_storage.delete(name)


register("database", _database)
# Nothing that must not be lost lies in it, and `portal.faults.caches` outlives its server.
register("cache", _cache, vital=False)
register("storage", _storage)

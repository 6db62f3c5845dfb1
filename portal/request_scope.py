"""What one request asks once, however many parts of the page need it.

Nothing outlives its request: what the public may see is never answered from an old reading.
Outside a request (commands, tasks, the shell) nothing is kept at all.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar

from django.core.signals import request_finished, request_started

T = TypeVar("T")
_kept: ContextVar[dict[str, Any] | None] = ContextVar("portal_request_scope", default=None)


def once(key: str, ask: Callable[[], T]) -> T:
    """Return ``ask()``, asked at most once in this request under this ``key``."""
    kept = _kept.get()
    if kept is None:
        return ask()
    if key not in kept:
        kept[key] = ask()
    return kept[key]


def forget(key: str) -> None:
    """Drop an answer that a change in this request made wrong."""
    kept = _kept.get()
    if kept is not None:
        kept.pop(key, None)


def _open(**kwargs: object) -> None:
    _kept.set({})


def _close(**kwargs: object) -> None:
    _kept.set(None)


request_started.connect(_open, dispatch_uid="portal.request_scope.open")
request_finished.connect(_close, dispatch_uid="portal.request_scope.close")

"""Pieces that have a record stay, unless their author leaves for good."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import PermissionDenied

_author_leaves: ContextVar[bool] = ContextVar("editorial.author_leaves", default=False)


@contextmanager
def author_leaves() -> Iterator[None]:
    """Let recorded pieces be deleted within: the law asks for it, and the record outlives them."""
    token = _author_leaves.set(True)
    try:
        yield
    finally:
        _author_leaves.reset(token)


def keep_recorded(instance: Any, **kwargs: Any) -> None:
    """Refuse to delete a piece that has a record, also with a page above it (``PermissionDenied``).

    Permissions are asked for the page that is deleted, not for what lies below.
    """
    from editorial.models import Decision

    if _author_leaves.get():
        return
    if Decision.objects.filter(page_id=instance.pk).exists():
        raise PermissionDenied("送审过的稿件有审稿记录，不能删除。")

"""The way of a change into the index: outbox row, then one writer at a time.

A row is written in the transaction of the change. After the commit somebody drains the queue:
the same process (``AUTO_DRAIN``), the management command ``drain_search_queue`` or a worker.
Whoever finds the write lock taken goes away without waiting long, because the holder looks for
new rows once more after letting go; a row can therefore be left behind only by the death of the
holder, and then the next drain takes it.
"""

import logging
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Protocol, cast, runtime_checkable

from django.apps import apps
from django.db import router, transaction
from django.db.models import Model
from modelsearch.backends import get_search_backends
from modelsearch.index import Indexed, class_is_indexed

from search.documents import documents_of, key_of
from search.engine.errors import IndexLockedError, IndexUnavailableError
from search.engine.schema import Document
from search.models import IndexOperation

logger = logging.getLogger(__name__)

Operation = IndexOperation.Operation

_bulk = threading.local()

# Objects per index commit: a commit costs about the same for one and for some hundred objects.
BATCH_SIZE = 500


@runtime_checkable
class Store(Protocol):
    """An index that the queue is drained into: the ``store`` of a backend."""

    def write_lock(self, timeout: float) -> AbstractContextManager[None]:
        """Hold the right to write; raises ``IndexLockedError`` after so many seconds."""

    def is_rebuilding(self) -> bool:
        """Whether a generation is being built that may not have seen the latest changes."""

    def apply(self, documents: Iterable[Document], removed: Iterable[str]) -> None:
        """Replace and remove documents; raises ``IndexUnavailableError`` without an index."""


def record(
    instances: Iterable[Model], operation: IndexOperation.Operation, *, auto_drain: bool
) -> None:
    """Note that objects changed, inside the caller's transaction.

    Args:
        auto_drain: whether this process brings them into the index after the commit.
    """
    rows = [
        IndexOperation(
            model_label=instance._meta.label_lower,
            object_pk=str(instance.pk),
            operation=operation,
        )
        for instance in instances
    ]
    if not rows:
        return
    IndexOperation.objects.bulk_create(rows, batch_size=BATCH_SIZE)
    if auto_drain:
        alias = router.db_for_write(IndexOperation)
        transaction.on_commit(_drain_after_commit, using=alias, robust=True)


def drain(*, timeout: float = 1.0) -> int:
    """Bring every queued change into the index.

    Safe to call at any time, from several processes at once and again after any failure.

    Args:
        timeout: seconds to wait for another writer before leaving the rows to it.

    Returns:
        how many rows were applied. Rows stay queued while the index is locked, missing or
        damaged, and while a new generation is being built that may not have seen them.
    """
    stores = _stores()
    applied = 0
    seen = 0
    while stores and IndexOperation.objects.filter(pk__gt=seen).exists():
        try:
            with ExitStack() as locks:
                for store in stores:
                    locks.enter_context(store.write_lock(timeout))
                count, seen = _apply_all(stores, seen)
        except IndexLockedError:
            break
        except IndexUnavailableError as error:
            logger.warning("Search queue waits: %s", error)
            break
        applied += count
    return applied


@contextmanager
def postponed() -> Iterator[None]:
    """Let the changes of a bulk job (an import, demo content) reach the index in one go.

    Inside the block this thread's commits leave their rows in the queue; they are drained at its
    end, also when the job fails half-way. A killed job leaves them to the next drain.
    """
    _bulk.depth = getattr(_bulk, "depth", 0) + 1
    try:
        yield
    finally:
        _bulk.depth -= 1
        if not _bulk.depth:
            _drain_after_commit()


def pending() -> int:
    """How many changes wait for the index."""
    return IndexOperation.objects.count()


def _drain_after_commit() -> None:
    if getattr(_bulk, "depth", 0):
        return
    try:
        drain()
    except Exception:
        # The change itself is committed and its row is kept; a visitor's or an editor's request
        # must not fail because the index cannot be written at this moment.
        logger.exception("Search queue could not be drained after a commit")


def _stores() -> list[Store]:
    stores = (getattr(backend, "store", None) for backend in get_search_backends())
    return [store for store in stores if isinstance(store, Store)]


def _apply_all(stores: list[Store], seen: int) -> tuple[int, int]:
    """Apply the rows after ``seen``; the caller holds the write locks.

    Returns:
        rows applied, and the last row that is kept because of a rebuild (else 0).
    """
    applied = 0
    last = seen
    keep = False
    while rows := list(IndexOperation.objects.filter(pk__gt=last).order_by("pk")[:BATCH_SIZE]):
        # In this order: rows first, then the question. A build that starts after the rows were
        # read sees their objects as they are now; one that was already running may have read
        # them before, so its generation needs the rows again.
        keep = keep or any(store.is_rebuilding() for store in stores)
        documents, removed = _collect(rows)
        for store in stores:
            store.apply(documents, removed)
        if not keep:
            IndexOperation.objects.filter(pk__in=[row.pk for row in rows]).delete()
        applied += len(rows)
        last = rows[-1].pk
    return applied, last if keep else 0


def _collect(rows: list[IndexOperation]) -> tuple[list[Document], list[str]]:
    """What to write and what to remove, by the last operation on each object."""
    removed: set[str] = set()
    changed: dict[str, tuple[type[Model], str]] = {}
    for row in rows:
        try:
            model = apps.get_model(row.model_label)
        except LookupError:
            # The model was removed from the code; a rebuild drops its documents.
            continue
        key = key_of(model, row.object_pk)
        if row.operation == Operation.DELETE:
            changed.pop(key, None)
            removed.add(key)
        else:
            removed.discard(key)
            changed[key] = (model, row.object_pk)
    documents = {document.key: document for document in _documents(changed.values())}
    removed.update(changed.keys() - documents.keys())
    return list(documents.values()), sorted(removed)


def _documents(changed: Iterable[tuple[type[Model], str]]) -> Iterable[Document]:
    """Read the changed objects as they are now, in a few queries for each model."""
    by_model: dict[type[Model], list[str]] = defaultdict(list)
    for model, pk in changed:
        by_model[model].append(pk)
    by_class: dict[type[Model], list] = defaultdict(list)
    for model, pks in by_model.items():
        for instance in model._base_manager.filter(pk__in=pks):
            indexed = cast(Indexed, instance).get_indexed_instance()
            if indexed is not None and class_is_indexed(type(indexed)):
                by_class[type(indexed)].append(indexed.pk)
    for indexed_class, pks in by_class.items():
        objects = cast(type[Indexed], indexed_class).get_indexed_objects().filter(pk__in=pks)
        yield from documents_of(list(objects))

"""What the backends share whose indexes are written through the queue and ranked by the engine."""

from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from typing import Any, Protocol

from django.db.models import Model
from modelsearch.backends.base import BaseIndex, BaseSearchBackend
from modelsearch.index import class_is_indexed

from search import dictionary, queue, vocabulary
from search.backends.compiler import EngineAutocompleteQueryCompiler, EngineQueryCompiler
from search.backends.results import EngineSearchResults
from search.documents import document_of, documents_of
from search.engine.schema import Document
from search.models import IndexOperation

# Seconds that a rebuild waits for writers, which hold their lock for one batch at most.
_SWAP_TIMEOUT = 60


class QueuedIndex(BaseIndex):
    """The live index: changes go through the queue. The backend has ``auto_drain``."""

    def refresh(self) -> None:
        """Bring all queued changes into the index now."""
        queue.drain()

    def reset(self) -> None:
        """Publish an empty index and forget the queue."""
        rebuilder = self.backend.rebuilder_class(self)
        rebuilder.start()
        IndexOperation.objects.all().delete()
        rebuilder.finish()

    def add_items(self, model: type[Model], items: Iterable[Model]) -> None:
        """Queue objects of an indexed model for (re)indexing."""
        if class_is_indexed(model):
            queue.record(items, IndexOperation.Operation.UPDATE, auto_drain=self.backend.auto_drain)

    def delete_item(self, item: Model) -> None:
        """Queue an object for removal."""
        if class_is_indexed(type(item)):
            queue.record(
                [item], IndexOperation.Operation.DELETE, auto_drain=self.backend.auto_drain
            )


class Fillable(Protocol):
    """A generation that takes documents."""

    def add(self, document: Document) -> None:
        """Add one document. Of several with the same key the last one stays."""


class BuildingIndex(QueuedIndex):
    """The next generation while it is built: objects go straight into it."""

    def __init__(self, backend: BaseSearchBackend, building: Fillable):
        super().__init__(backend)
        self.building = building

    def add_items(self, model: type[Model], items: Iterable[Model]) -> None:
        """Index objects; one that cannot be read is logged and left out."""
        for document in documents_of(list(items)):
            self.building.add(document)


class QueuedRebuilder:
    """Builds a generation beside the live one and exchanges them atomically.

    Searches and writes go on meanwhile. Changes made during the build stay in the queue and are
    applied to the new generation after the exchange.
    """

    def __init__(self, index: QueuedIndex):
        self.index = index
        self.store = index.backend.store
        self._held = ExitStack()
        self._building: Any = None

    def start(self) -> BuildingIndex:
        """Begin; returns the index to fill.

        Raises:
            IndexLockedError: another rebuild is running.
        """
        self._held.enter_context(self.store.rebuild_lock())
        # The terms of the editors cut the texts of the new index from its first document on.
        dictionary.refresh()
        self._building = self.store.new_building()
        return BuildingIndex(self.index.backend, self._building)

    def finish(self) -> None:
        """Publish the new generation and apply what was queued meanwhile."""
        with self._held:
            self._building.finish()
            with self.store.write_lock(_SWAP_TIMEOUT):
                self.store.publish(self._building)
        queue.drain(timeout=_SWAP_TIMEOUT)
        vocabulary.rebuild()


class QueuedSearchBackend(BaseSearchBackend):
    """A backend with a ``store``: of the queue (``queue.Store``), and with ``snapshot()``.

    ``AUTO_DRAIN`` (default true) among its parameters: bring changes into the index right after
    their commit, in the same process.
    """

    query_compiler_class = EngineQueryCompiler
    autocomplete_query_compiler_class = EngineAutocompleteQueryCompiler
    results_class = EngineSearchResults
    rebuilder_class = QueuedRebuilder
    store: Any

    def __init__(self, params: dict):
        super().__init__(params)
        self.auto_drain = params.get("AUTO_DRAIN", True)

    def characteristic_words(self, instance: Model, limit: int) -> list[str]:
        """The words of an object that say most about it: frequent in it, rare elsewhere.

        Raises:
            IndexUnavailableError: no index can be read.
        """
        amounts = Counter(document_of(instance).words)
        with self.store.snapshot() as snapshot:
            return snapshot.characteristic("words", amounts, limit)

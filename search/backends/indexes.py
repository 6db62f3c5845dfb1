"""What the backends share whose indexes are written through the queue and ranked by the engine."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Protocol

from django.db.models import Model
from modelsearch.backends.base import BaseIndex, BaseSearchBackend
from modelsearch.index import class_is_indexed

from search import queue
from search.backends.compiler import EngineAutocompleteQueryCompiler, EngineQueryCompiler
from search.backends.results import EngineSearchResults
from search.documents import document_of, documents_of
from search.engine.schema import Document
from search.models import IndexOperation


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


class QueuedSearchBackend(BaseSearchBackend):
    """A backend with a ``store``: of the queue (``queue.Store``), and with ``snapshot()``.

    ``AUTO_DRAIN`` (default true) among its parameters: bring changes into the index right after
    their commit, in the same process.
    """

    query_compiler_class = EngineQueryCompiler
    autocomplete_query_compiler_class = EngineAutocompleteQueryCompiler
    results_class = EngineSearchResults
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

"""Wagtail's search on Whoosh, with Chinese analysis. No service to run, no column to add.

    WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "search.backends.whoosh", "PATH": BASE_DIR / "var" / "search"},
    }

``PATH`` is the index folder, for the portal's user alone (Whoosh reads pickles from it).
``AUTO_DRAIN`` (default true): bring changes into the index right after their commit, in the same
process; set it to false where a worker drains the queue.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model
from modelsearch.backends.base import BaseIndex, BaseSearchBackend
from modelsearch.index import class_is_indexed

from search import analysis, dictionary, queue, vocabulary
from search.backends.compiler import WhooshAutocompleteQueryCompiler, WhooshQueryCompiler
from search.backends.results import WhooshSearchResults
from search.documents import document_of
from search.engine.store import get_store
from search.engine.writing import Building
from search.models import IndexOperation

logger = logging.getLogger(__name__)

# Seconds that a rebuild waits for writers, which hold their lock for one batch at most.
_SWAP_TIMEOUT = 60


class WhooshIndex(BaseIndex):
    """The live index: changes go through the queue."""

    def __str__(self):
        return str(self.backend.store.folder.path)

    def refresh(self) -> None:
        """Bring all queued changes into the index now."""
        queue.drain()

    def reset(self) -> None:
        """Publish an empty index and forget the queue."""
        rebuilder = WhooshRebuilder(self)
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


class BuildingIndex(WhooshIndex):
    """The next generation while it is built: objects go straight into it."""

    def __init__(self, backend: "WhooshSearchBackend", building: Building):
        super().__init__(backend)
        self.building = building

    def add_items(self, model: type[Model], items: Iterable[Model]) -> None:
        """Index objects; one that cannot be read is logged and left out."""
        for item in items:
            try:
                document = document_of(item)
            except Exception:
                logger.exception("Cannot index %s %s", model._meta.label, item.pk)
                continue
            self.building.add(document)


class WhooshRebuilder:
    """Builds a generation beside the live one and exchanges them atomically.

    Searches and writes go on meanwhile. Changes made during the build stay in the queue and are
    applied to the new generation after the exchange.
    """

    def __init__(self, index: WhooshIndex):
        self.index = index
        self.folder = index.backend.store.folder
        self._held = ExitStack()
        self._building: Building | None = None

    def start(self) -> BuildingIndex:
        """Begin; returns the index to fill.

        Raises:
            IndexLockedError: another rebuild is running.
        """
        self._held.enter_context(self.folder.rebuild_lock(timeout=5))
        # The terms of the editors cut the texts of the new index from its first document on.
        dictionary.refresh()
        self._building = Building(self.folder.new_generation())
        return BuildingIndex(self.index.backend, self._building)

    def finish(self) -> None:
        """Publish the new generation and apply what was queued meanwhile."""
        with self._held:
            self._building.finish()
            with self.folder.write_lock(timeout=_SWAP_TIMEOUT):
                self.folder.publish(self._building.folder)
        queue.drain(timeout=_SWAP_TIMEOUT)
        vocabulary.rebuild()


class WhooshSearchBackend(BaseSearchBackend):
    """See the module."""

    query_compiler_class = WhooshQueryCompiler
    autocomplete_query_compiler_class = WhooshAutocompleteQueryCompiler
    index_class = WhooshIndex
    results_class = WhooshSearchResults
    rebuilder_class = WhooshRebuilder

    def characteristic_words(self, instance: Model, limit: int) -> list[str]:
        """The words of an object that say most about it: frequent in it, rare elsewhere.

        Raises:
            IndexUnavailableError: no index can be read.
        """
        amounts = Counter(document_of(instance).words)
        with self.store.snapshot() as snapshot:
            return snapshot.characteristic("words", amounts, limit)

    def __init__(self, params: dict):
        super().__init__(params)
        if not params.get("PATH"):
            raise ImproperlyConfigured('The Whoosh search backend needs "PATH", its index folder.')
        self.store = get_store(Path(params["PATH"]), analysis.signature())
        self.auto_drain = params.get("AUTO_DRAIN", True)


SearchBackend = WhooshSearchBackend

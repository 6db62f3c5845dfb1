"""Wagtail's search on Whoosh, with Chinese analysis. No service to run, no column to add.

    WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "search.backends.whoosh", "PATH": BASE_DIR / "var" / "search"},
    }

``PATH`` is the index folder, for the portal's user alone (Whoosh reads pickles from it).
``AUTO_DRAIN`` (default true): bring changes into the index right after their commit, in the same
process; set it to false where a worker drains the queue.
"""

from contextlib import ExitStack
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from search import analysis, dictionary, queue, vocabulary
from search.backends.indexes import BuildingIndex, QueuedIndex, QueuedSearchBackend
from search.engine.store import get_store
from search.engine.writing import Building

# Seconds that a rebuild waits for writers, which hold their lock for one batch at most.
_SWAP_TIMEOUT = 60


class WhooshIndex(QueuedIndex):
    """The live index."""

    def __str__(self):
        return str(self.backend.store.folder.path)


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


class WhooshSearchBackend(QueuedSearchBackend):
    """See the module."""

    index_class = WhooshIndex
    rebuilder_class = WhooshRebuilder

    def __init__(self, params: dict):
        super().__init__(params)
        if not params.get("PATH"):
            raise ImproperlyConfigured('The Whoosh search backend needs "PATH", its index folder.')
        self.store = get_store(Path(params["PATH"]), analysis.signature())


SearchBackend = WhooshSearchBackend

"""Wagtail's search on Whoosh, with Chinese analysis. No service to run, no column to add.

    WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "search.backends.whoosh", "PATH": BASE_DIR / "var" / "search"},
    }

``PATH`` is the index folder, for the portal's user alone (Whoosh reads pickles from it).
``AUTO_DRAIN`` (default true): bring changes into the index right after their commit, in the same
process; set it to false where a worker drains the queue.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from search import analysis
from search.backends.indexes import QueuedIndex, QueuedSearchBackend
from search.engine.store import get_store


class WhooshIndex(QueuedIndex):
    """The live index."""

    def __str__(self):
        return str(self.backend.store.folder.path)


class WhooshSearchBackend(QueuedSearchBackend):
    """See the module."""

    index_class = WhooshIndex

    def __init__(self, params: dict):
        super().__init__(params)
        if not params.get("PATH"):
            raise ImproperlyConfigured('The Whoosh search backend needs "PATH", its index folder.')
        self.store = get_store(Path(params["PATH"]), analysis.signature())


SearchBackend = WhooshSearchBackend

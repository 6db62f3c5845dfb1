"""The tables of the search."""

from search.models.counts import SearchCount
from search.models.queue import IndexOperation
from search.models.settings import SearchSettings

__all__ = ["IndexOperation", "SearchCount", "SearchSettings"]

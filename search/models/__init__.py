"""What the search keeps beside its index."""

from search.models.counts import SearchCount
from search.models.dictionary import DictionaryWord, Stamp, SynonymGroup
from search.models.queue import IndexOperation
from search.models.settings import SearchSettings
from search.models.vocabulary import (
    EntryKind,
    VocabularyEntry,
    VocabularyNeighbour,
    VocabularyRequest,
)

__all__ = [
    "DictionaryWord",
    "EntryKind",
    "IndexOperation",
    "SearchCount",
    "SearchSettings",
    "Stamp",
    "SynonymGroup",
    "VocabularyEntry",
    "VocabularyNeighbour",
    "VocabularyRequest",
]

from reading.models.catalogue import Edition, Work, WorkKind
from reading.models.pages import (
    BookListItem,
    BookListPage,
    ReadingIndexPage,
    ReadingLogPage,
)
from reading.models.passages import Passage, PassageDay

__all__ = [
    "BookListItem",
    "BookListPage",
    "Edition",
    "Passage",
    "PassageDay",
    "ReadingIndexPage",
    "ReadingLogPage",
    "Work",
    "WorkKind",
]

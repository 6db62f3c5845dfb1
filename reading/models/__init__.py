from reading.choices import WorkKind
from reading.models.book_lists import BookListItem, BookListPage
from reading.models.catalogue import BookEvent, Edition, Proposal, Work
from reading.models.corners import StudyCornerPage
from reading.models.figures import YearFigures
from reading.models.logs import LogQuotation, ReadingLogPage
from reading.models.passages import DayRead, DayRecord, Passage, PassageDay
from reading.models.programme import (
    Correction,
    Evidence,
    Period,
    Placement,
    PlannedBook,
    ReadingYear,
    RuleSet,
    SharedYear,
)
from reading.models.records import (
    OPEN_STATES,
    AnnotationPhoto,
    Note,
    ProgressEntry,
    ReadingRecord,
    ReadingState,
)
from reading.models.sections import ReadingIndexPage
from reading.models.together import GroupMember, GroupNote, GroupWeek, ReadingGroup

__all__ = [
    "OPEN_STATES",
    "AnnotationPhoto",
    "BookEvent",
    "BookListItem",
    "BookListPage",
    "Correction",
    "DayRead",
    "DayRecord",
    "Edition",
    "Evidence",
    "GroupMember",
    "GroupNote",
    "GroupWeek",
    "LogQuotation",
    "Note",
    "Passage",
    "PassageDay",
    "Period",
    "Placement",
    "PlannedBook",
    "ProgressEntry",
    "Proposal",
    "ReadingGroup",
    "ReadingIndexPage",
    "ReadingLogPage",
    "ReadingRecord",
    "ReadingState",
    "ReadingYear",
    "RuleSet",
    "SharedYear",
    "StudyCornerPage",
    "Work",
    "WorkKind",
    "YearFigures",
]

from forums.models.admission import Admission, Question, UnitSeats
from forums.models.calendar import CalendarFeed
from forums.models.contests import (
    AwardLevel,
    Contest,
    ContestGroup,
    ContestRecord,
    Criterion,
)
from forums.models.entries import Entry, EntryFile, Objection
from forums.models.judging import Assignment, Juror, Score
from forums.models.material import Material
from forums.models.pages import ForumEventPage, ForumEventTag, ForumIndexPage
from forums.models.registration import (
    ACTIVE,
    ENDED,
    HOLDING,
    SEATED,
    Answer,
    Registration,
    RegistrationChange,
    RegistrationState,
)
from forums.models.rows import AgendaItem, EventSession, Speaker
from forums.models.series import EventSeries
from forums.models.settings import ForumSettings

__all__ = [
    "ACTIVE",
    "ENDED",
    "HOLDING",
    "SEATED",
    "Admission",
    "AgendaItem",
    "Answer",
    "Assignment",
    "AwardLevel",
    "CalendarFeed",
    "Contest",
    "ContestGroup",
    "ContestRecord",
    "Criterion",
    "Entry",
    "EntryFile",
    "EventSeries",
    "EventSession",
    "ForumEventPage",
    "ForumEventTag",
    "ForumIndexPage",
    "ForumSettings",
    "Juror",
    "Material",
    "Objection",
    "Question",
    "Registration",
    "RegistrationChange",
    "RegistrationState",
    "Score",
    "Speaker",
    "UnitSeats",
]

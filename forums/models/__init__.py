from forums.models.admission import Admission, Question, UnitSeats
from forums.models.calendar import CalendarFeed
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
    "CalendarFeed",
    "EventSeries",
    "EventSession",
    "ForumEventPage",
    "ForumEventTag",
    "ForumIndexPage",
    "ForumSettings",
    "Material",
    "Question",
    "Registration",
    "RegistrationChange",
    "RegistrationState",
    "Speaker",
    "UnitSeats",
]

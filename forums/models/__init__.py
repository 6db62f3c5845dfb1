from forums.models.admission import Admission, Question, UnitSeats
from forums.models.attendance import (
    Attendance,
    AttendanceChange,
    AttendanceSettings,
    Door,
    EventHost,
    SheetPhoto,
    SheetRow,
    WrongCode,
    slot_of,
)
from forums.models.calendar import CalendarFeed
from forums.models.certificates import Certificate, CertificateSettings, CertificateYear
from forums.models.contests import (
    AwardLevel,
    Contest,
    ContestGroup,
    ContestRecord,
    Criterion,
)
from forums.models.entries import Entry, EntryFile, Objection
from forums.models.hours import (
    HoursCeiling,
    HoursConfirmation,
    HoursEntry,
    HoursExport,
    HoursSpan,
)
from forums.models.judging import Assignment, Juror, Score
from forums.models.material import Material
from forums.models.pages import ForumEventPage, ForumEventTag, ForumIndexPage
from forums.models.photo import EventPhoto
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
    "Attendance",
    "AttendanceChange",
    "AttendanceSettings",
    "AwardLevel",
    "CalendarFeed",
    "Certificate",
    "CertificateSettings",
    "CertificateYear",
    "Contest",
    "ContestGroup",
    "ContestRecord",
    "Criterion",
    "Door",
    "Entry",
    "EntryFile",
    "EventHost",
    "EventPhoto",
    "EventSeries",
    "EventSession",
    "ForumEventPage",
    "ForumEventTag",
    "ForumIndexPage",
    "ForumSettings",
    "HoursCeiling",
    "HoursConfirmation",
    "HoursEntry",
    "HoursExport",
    "HoursSpan",
    "Juror",
    "Material",
    "Objection",
    "Question",
    "Registration",
    "RegistrationChange",
    "RegistrationState",
    "Score",
    "SheetPhoto",
    "SheetRow",
    "Speaker",
    "UnitSeats",
    "WrongCode",
    "slot_of",
]

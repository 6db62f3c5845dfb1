from editorial.models.calendar import CalendarDay
from editorial.models.index import SubmissionIndexPage
from editorial.models.record import Decision, Release
from editorial.models.settings import EditorialSettings
from editorial.models.submission import Submission, SubmissionQuerySet
from editorial.models.tasks import ReviewTask
from editorial.models.working_copy import WorkingCopy

__all__ = [
    "CalendarDay",
    "Decision",
    "EditorialSettings",
    "Release",
    "ReviewTask",
    "Submission",
    "SubmissionIndexPage",
    "SubmissionQuerySet",
    "WorkingCopy",
]

from editorial.models.calendar import CalendarDay
from editorial.models.depth import ReturnReason, ReviewDepth
from editorial.models.index import SubmissionIndexPage
from editorial.models.queue import QueueEntry
from editorial.models.readership import Readership
from editorial.models.record import Decision, Release
from editorial.models.settings import EditorialSettings
from editorial.models.similarity import Fingerprint, SimilarityReport, SimilaritySource
from editorial.models.submission import Submission, SubmissionQuerySet
from editorial.models.tasks import ReviewTask
from editorial.models.working_copy import WorkingCopy

__all__ = [
    "CalendarDay",
    "Decision",
    "EditorialSettings",
    "Fingerprint",
    "QueueEntry",
    "Readership",
    "Release",
    "ReturnReason",
    "ReviewDepth",
    "ReviewTask",
    "SimilarityReport",
    "SimilaritySource",
    "Submission",
    "SubmissionIndexPage",
    "SubmissionQuerySet",
    "WorkingCopy",
]

from editorial.models.depth import ReturnReason, ReviewDepth
from editorial.models.exports import RecordExport
from editorial.models.index import SubmissionIndexPage
from editorial.models.manuscript import ManuscriptNumber, ManuscriptYear
from editorial.models.queue import QueueEntry
from editorial.models.readership import Readership
from editorial.models.record import Decision, Release
from editorial.models.settings import EditorialSettings
from editorial.models.submission import Submission, SubmissionQuerySet
from editorial.models.tasks import ReviewTask
from editorial.models.working_copy import WorkingCopy

__all__ = [
    "Decision",
    "EditorialSettings",
    "ManuscriptNumber",
    "ManuscriptYear",
    "QueueEntry",
    "Readership",
    "RecordExport",
    "Release",
    "ReturnReason",
    "ReviewDepth",
    "ReviewTask",
    "Submission",
    "SubmissionIndexPage",
    "SubmissionQuerySet",
    "WorkingCopy",
]

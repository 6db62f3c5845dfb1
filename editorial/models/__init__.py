from editorial.models.attachment_text import AttachmentText
from editorial.models.calendar import CalendarDay
from editorial.models.depth import ReturnReason, ReviewDepth
from editorial.models.exports import RecordExport
from editorial.models.index import SubmissionIndexPage
from editorial.models.manuscript import ManuscriptNumber, ManuscriptYear
from editorial.models.notification import DigestRun, MailChoice, Notification
from editorial.models.queue import QueueEntry
from editorial.models.readership import Readership
from editorial.models.record import Decision, Release
from editorial.models.settings import EditorialSettings
from editorial.models.similarity import Fingerprint, SimilarityReport, SimilaritySource
from editorial.models.submission import Submission, SubmissionQuerySet
from editorial.models.tasks import ReviewTask
from editorial.models.words import ListedWord, WordLevel, WordList
from editorial.models.working_copy import WorkingCopy

__all__ = [
    "AttachmentText",
    "CalendarDay",
    "Decision",
    "DigestRun",
    "EditorialSettings",
    "Fingerprint",
    "ListedWord",
    "MailChoice",
    "ManuscriptNumber",
    "ManuscriptYear",
    "Notification",
    "QueueEntry",
    "Readership",
    "RecordExport",
    "Release",
    "ReturnReason",
    "ReviewDepth",
    "ReviewTask",
    "SimilarityReport",
    "SimilaritySource",
    "Submission",
    "SubmissionIndexPage",
    "SubmissionQuerySet",
    "WordLevel",
    "WordList",
    "WorkingCopy",
]

from editorial.models.attachment_text import AttachmentText
from editorial.models.index import SubmissionIndexPage
from editorial.models.record import Decision, Release
from editorial.models.settings import EditorialSettings
from editorial.models.submission import Submission, SubmissionQuerySet
from editorial.models.tasks import ReviewTask
from editorial.models.words import ListedWord, WordLevel, WordList
from editorial.models.working_copy import WorkingCopy

__all__ = [
    "AttachmentText",
    "Decision",
    "EditorialSettings",
    "ListedWord",
    "Release",
    "ReviewTask",
    "Submission",
    "SubmissionIndexPage",
    "SubmissionQuerySet",
    "WordLevel",
    "WordList",
    "WorkingCopy",
]

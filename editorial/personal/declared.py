"""What the editorial floor and the files below it keep of a person."""

import logging

from django.apps import apps
from django.core.exceptions import PermissionDenied
from wagtail.models import Page, PageLogEntry

from editorial.actions.locking import locked_submission
from editorial.actions.taking_down import take_down
from editorial.keeping import author_leaves
from editorial.models import Notification, Submission
from media.models import PortalDocument, PortalImage, PortalRecording
from people.models import User
from people.personal.declared import OFFICE
from people.personal.erasing import GONE as NOBODY
from people.personal.holdings import Fate, Holding, deleted, kept_traces, unlinked
from people.personal.names import without_name

logger = logging.getLogger(__name__)
RECORD = "审稿记录须能查证，到保存期满一并清理；其中有稿件题目和审稿意见。"
GONE = "作者已注销，稿件已删除"


def of_editorial() -> list[Holding]:
    """Pieces, their road, notices; pictures and attachments."""
    editors = [
        f"{model._meta.label}.editor_in_charge"
        for model in apps.get_models()
        if issubclass(model, Submission) and not model._meta.abstract
    ]
    return [
        *_pieces(),
        Holding("editorial.Decision", "person", Fate.KEPT, why=RECORD, own=False),
        *kept_traces(
            OFFICE,
            "editorial.Decision.decided_by",
            "editorial.Release.released_by",
            "editorial.RecordExport.exported_by",
        ),
        Holding("editorial.Notification", "recipient", Fate.DELETED, erase=forget_in_notices),
        *deleted(
            "editorial.MailChoice.user",
            "editorial.WorkingCopy.author",
            "editorial.SimilaritySource.author",
        ),
        *unlinked(
            "editorial.QueueEntry.author",
            "editorial.QueueEntry.claimed_by",
            "editorial.QueueEntry.assigned_by",
            "editorial.QueueEntry.stand_in",
            *editors,
            # Wagtail's own models, which the portal's stand in for.
            "wagtaildocs.Document.uploaded_by_user",
            "wagtailimages.Image.uploaded_by_user",
            "wagtailmedia.Media.uploaded_by_user",
        ),
        Holding("editorial.QueueEntry_barred", "user", Fate.DELETED, own=False),
        *(
            Holding(model, "uploaded_by_user", Fate.DELETED, erase=_files_of(apps.get_model(model)))
            for model in ("media.PortalImage", "media.PortalDocument", "media.PortalRecording")
        ),
    ]


def _pieces() -> list[Holding]:
    """Each type of its own, so that all its fields are handed out; pages of an office stay."""
    kinds = [
        model
        for model in apps.get_models()
        if issubclass(model, Submission) and not model._meta.abstract
    ]
    pieces = [
        Holding(kind._meta.label, "owner", Fate.DELETED, erase=delete_pieces) for kind in kinds
    ]
    return [*pieces, *unlinked("wagtailcore.Page.owner")]


def delete_pieces(user: User) -> None:
    """Take down and delete the person's own pieces with all versions; the record keeps its lines.

    Called once for each type of piece; from the second call on there is nothing left.
    """
    mine = [page for page in Page.objects.filter(owner=user).specific() if _is_piece(page)]
    if not mine:
        return
    numbers = [page.pk for page in mine]
    for page in mine:
        take_down(locked_submission(page.pk), decided_by=None, comment=GONE)
        with author_leaves():
            Page.objects.get(pk=page.pk).specific.delete()
    # What told others of the pieces, and Wagtail's log, copied their titles.
    Notification.objects.filter(page_id__in=numbers).delete()
    PageLogEntry.objects.filter(page_id__in=numbers).update(label=GONE, data={})


def forget_in_notices(user: User) -> None:
    """Delete what the person was told, and take the name out of what others were told."""
    Notification.objects.filter(recipient=user).delete()
    if not user.name:
        return
    longer = User.objects.filter(name__contains=user.name).exclude(name=user.name)
    others = list(longer.values_list("name", flat=True))
    for notice in Notification.objects.filter(text__contains=user.name):
        notice.text = without_name(notice.text, user.name, NOBODY, longer=others)
        notice.save(update_fields=["text"])


def _is_piece(page: Page) -> bool:
    return isinstance(page, Submission)


def _files_of(model: type[PortalImage | PortalDocument | PortalRecording]):
    def erase(user: User) -> None:
        """Delete the person's files but those that pages of others show or a consent rests on."""
        for file in model.objects.filter(uploaded_by_user=user):
            try:
                if not file.get_usage().count():
                    file.delete()
            except PermissionDenied:
                logger.info("The file %s is the scan of a consent and stays", file.pk)
        model.objects.filter(uploaded_by_user=user).update(uploaded_by_user=None)

    return erase

"""What changes the state of files: taking them in, and noting where they are public."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from wagtail.models import Collection, Page, ReferenceIndex

from media.document_intake import clean_document
from media.intake import clean_upload
from media.models import PortalDocument, PortalImage, PortalRecording, PublishedUse
from media.visibility import Visitor

TITLE_LENGTH = 255
# The columns of ``PublishedUse``, one for each kind of file.
KINDS: dict[str, Any] = {
    "image": PortalImage,
    "document": PortalDocument,
    "recording": PortalRecording,
}


def add_image(*, user: Visitor, file: File, alt_text: str, title: str = "") -> PortalImage:
    """Take in a picture uploaded by ``user``; it is private until a live page shows it.

    Raises ``ValidationError`` if the file is not acceptable (see ``media.intake``).
    """
    clean = clean_upload(file)
    alt_text = alt_text.strip()[:TITLE_LENGTH]
    image = PortalImage(
        title=title.strip()[:TITLE_LENGTH] or alt_text or _dated("图片"),
        alt_text=alt_text,
        uploaded_by_user=user,
        collection=Collection.get_first_root_node(),
        file=clean,
    )
    image._set_image_file_metadata()
    image.save()
    return image


def add_document(*, user: Visitor, file: File, title: str = "") -> PortalDocument:
    """Take in an attachment uploaded by ``user``; private until a live page links it.

    Raises ``ValidationError`` if the file is not acceptable (see ``media.document_intake``).
    """
    clean = clean_document(file)
    document = PortalDocument(
        title=title.strip()[:TITLE_LENGTH] or _dated("附件"),
        uploaded_by_user=user,
        collection=Collection.get_first_root_node(),
        file=clean,
    )
    document._set_document_file_metadata()
    document.save()
    return document


def _dated(noun: str) -> str:
    return f"{noun} {timezone.localdate():%Y-%m-%d}"


@transaction.atomic
def record_published_uses(page: Page) -> None:
    """Note exactly the files that the published content of ``page`` shows.

    Takes the content from ``page`` itself, as given: a file that only a later draft uses is
    not in it and stays private. Files that left the content become private again.
    """
    page = page.specific
    known = PublishedUse.objects.filter(page_id=page.pk)
    uses = []
    for column, ids in referenced_files(page).items():
        known.exclude(**{f"{column}__in": ids}).filter(**{f"{column}__isnull": False}).delete()
        if ids:
            # A text may still name a file that has been deleted since.
            there = KINDS[column].objects.filter(pk__in=ids).values_list("pk", flat=True)
            uses += [PublishedUse(page_id=page.pk, **{f"{column}_id": pk}) for pk in there]
    PublishedUse.objects.bulk_create(uses, ignore_conflicts=True)


def forget_published_uses(page: Page) -> None:
    """Make the files of ``page`` private, unless another live page shows them."""
    PublishedUse.objects.filter(page_id=page.pk).delete()


def rebuild_published_uses() -> int:
    """Note the files of every live page anew; returns the number of pages.

    For pages that became live without Wagtail's publication (imports, restored backups).
    """
    PublishedUse.objects.exclude(page__live=True).delete()
    pages = 0
    for page in Page.objects.live().filter(depth__gt=1).specific().iterator(chunk_size=200):
        record_published_uses(page)
        pages += 1
    return pages


def referenced_files(page: Page) -> dict[str, set[int]]:
    """Primary keys of the files in the content of ``page``, by kind (see ``KINDS``).

    Wagtail's own extraction sees foreign keys, choosers inside StreamFields, rich text and
    child rows alike. It is private API (the public one writes to the index table); the tests
    of each kind of reference tell when it changes.
    """
    references = list(ReferenceIndex._extract_references_from_object(page))
    return {column: _ids(references, model) for column, model in KINDS.items()}


def _ids(references: Iterable[tuple[int, str, str, str]], model: type) -> set[int]:
    content_type_id = ContentType.objects.get_for_model(model).pk
    # Rich text is typed by people and pasted from elsewhere: an id in it may be any string.
    return {
        int(pk) for type_id, pk, *_ in references if type_id == content_type_id and pk.isdecimal()
    }

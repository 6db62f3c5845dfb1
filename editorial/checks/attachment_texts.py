"""Attachments of a piece with the words inside them, which are read once and kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from editorial.checks.personal import redact
from editorial.extraction.guard import read_attachment
from editorial.extraction.reading import UNREADABLE, Reading
from editorial.models import AttachmentText
from media.models import PortalDocument

# Raise it when ``editorial.extraction`` learns to read more: kept words are then read anew.
READER = 1
NOT_READ = "not_read"  # nobody has opened it yet


@dataclass(frozen=True)
class Attachment:
    """An attachment of a piece.

    Attributes:
        place: the content path of its block.
        document: the file.
        title: what readers see, personal data masked.
        is_named_by_file: the block gives no title of its own.
        sections: place within the file, in words, and text.
        problem: why words are missing, as in ``editorial.extraction.reading``, or nothing.
    """

    place: str
    document: PortalDocument
    title: str
    is_named_by_file: bool
    sections: list[tuple[str, str]]
    problem: str


def attachments_with_texts(
    found: Sequence[tuple[str, PortalDocument, str]], *, opens: bool
) -> list[Attachment]:
    """Return attachments with their words.

    Args:
        found: place, document and title of each.
        opens: open files whose words are not kept; otherwise they are ``NOT_READ``.

    Queries: 1; 1 to 4 more for a file that is opened. None without attachments.
    """
    documents = {document.pk: document for _, document, _ in found}
    kept = AttachmentText.objects.filter(document__in=documents, reader=READER) if found else []
    known = {text.document_id: text for text in kept}
    readings: dict[int, Reading] = {}
    for pk, document in documents.items():
        text = known.get(pk)
        if text is not None and text.file_hash == document.get_file_hash():
            readings[pk] = Reading([(label, words) for label, words in text.sections], text.problem)
        else:
            readings[pk] = read_and_keep(document) if opens else Reading(problem=NOT_READ)
    return [
        Attachment(
            place=place,
            document=document,
            title=redact(title or document.title),
            is_named_by_file=not title,
            sections=readings[document.pk].sections,
            problem=readings[document.pk].problem,
        )
        for place, document, title in found
    ]


def read_and_keep(document: PortalDocument) -> Reading:
    """Open a file, keep its words and return them. Safe to run twice."""
    try:
        with document.open_file() as file:
            content = file.read()
    except (OSError, ValueError):  # gone, for now: the storage may be back, nothing is kept
        return Reading(problem=UNREADABLE)
    reading = read_attachment(content, document.file_extension.lower())
    AttachmentText.objects.update_or_create(
        document=document,
        defaults={
            "file_hash": document.get_file_hash(),
            "reader": READER,
            "sections": reading.sections,
            "problem": reading.problem,
        },
    )
    return reading

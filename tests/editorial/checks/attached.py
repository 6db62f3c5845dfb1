"""Attachments made in memory, and pieces that carry them."""

from io import BytesIO

import docx
import openpyxl
from django.core.files.base import ContentFile
from weasyprint import HTML

from media.models import PortalDocument
from tests.editorial.factories import log_draft
from tests.media.factories import DocumentFactory
from tests.people.factories import TeacherFactory


def document(content: bytes, name: str, title: str = "名册") -> PortalDocument:
    """Return a stored document."""
    return DocumentFactory(title=title, file=ContentFile(content, name=name))


def letter(*paragraphs: str) -> bytes:
    """Return a .docx with paragraphs."""
    book = docx.Document()
    for paragraph in paragraphs:
        book.add_paragraph(paragraph)
    return saved(book)


def sheet(*rows: list[object], hidden: list[list[object]] | None = None) -> bytes:
    """Return an .xlsx with rows, and a hidden second sheet."""
    book = openpyxl.Workbook()
    book.active.title = "名单"
    for row in rows:
        book.active.append(row)
    if hidden:
        more = book.create_sheet("内部")
        more.sheet_state = "hidden"
        for row in hidden:
            more.append(row)
    return saved(book)


def portable(*pages: str) -> bytes:
    """Return a PDF with one paragraph a page."""
    markup = "".join(f"<p style='break-after:page'>{page}</p>" for page in pages)
    return HTML(string=markup).write_pdf()


def saved(book: object) -> bytes:
    """Return what a library saves."""
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def piece_with(*documents: PortalDocument, title: str = "", **fields: object):
    """Return a draft whose body carries documents."""
    attached = [("document", {"document": file, "title": title}) for file in documents]
    body = [("paragraph", "<p>附件里是名单。</p>"), *attached]
    return log_draft(TeacherFactory(), body=body, **fields)

import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from media.actions import add_document
from media.document_intake import clean_document
from media.models import PortalDocument
from tests.media.factories import office_bytes, pdf_bytes


def lying_package() -> bytes:
    """A docx whose directory declares 2 GB for its main part."""
    data = bytearray(office_bytes())
    entry = data.rindex(b"word/document.xml") - 46
    data[entry + 24 : entry + 28] = (2**31).to_bytes(4, "little")
    return bytes(data)


def many_entries() -> bytes:
    return office_bytes("docx", **{f"word/{number}.xml": b"" for number in range(5_001)})


MACRO_TYPES = (
    b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled"/></Types>'
)


def declared_macros() -> bytes:
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as package:
        package.writestr("[Content_Types].xml", MACRO_TYPES)
        package.writestr("word/document.xml", "<root/>")
    return output.getvalue()


HOSTILE = {
    "page": (b"<html><script>x()</script>", "notes.html", "wrong_type"),
    "SVG": (b"<svg/>", "notes.svg", "wrong_type"),
    "archive": (office_bytes(), "notes.zip", "wrong_type"),
    "old Word": (b"\xd0\xcf\x11\xe0", "notes.doc", "wrong_type"),
    "macro extension": (office_bytes(), "notes.docm", "wrong_type"),
    "two extensions": (pdf_bytes(), "notes.pdf.exe", "wrong_type"),
    "no extension": (pdf_bytes(), "notes", "wrong_type"),
    "page named .pdf": (b"<html><script>x()</script>", "notes.pdf", "broken"),
    "page before a PDF": (b"<script>x()</script>" + pdf_bytes(), "notes.pdf", "broken"),
    "page before a docx": (b"<script>x()</script>" + office_bytes(), "notes.docx", "broken"),
    "PDF before a docx": (pdf_bytes() + office_bytes(), "notes.docx", "broken"),
    "truncated PDF": (pdf_bytes()[:-8], "notes.pdf", "broken"),
    "script named .docx": (b"alert(1)", "notes.docx", "broken"),
    "truncated docx": (office_bytes()[:-30], "notes.docx", "broken"),
    "xlsx named .docx": (office_bytes("xlsx"), "notes.docx", "broken"),
    "macros": (office_bytes("docx", **{"word/vbaProject.bin": b"x"}), "notes.docx", "macros"),
    "declared macros": (declared_macros(), "notes.docx", "macros"),
    "control": (office_bytes("xlsx", **{"xl/activeX/a.bin": b"x"}), "notes.xlsx", "macros"),
    "bomb": (
        office_bytes("xlsx", **{"xl/sheet.xml": b"\0" * (201 * 1024 * 1024)}),
        "notes.xlsx",
        "bomb",
    ),
    "declared bomb": (lying_package(), "notes.docx", "bomb"),
    "many entries": (many_entries(), "notes.docx", "bomb"),
    "empty": (b"", "notes.pdf", "empty"),
    "too large": (pdf_bytes() + b" " * 21 * 1024 * 1024, "notes.pdf", "too_large"),
}


@pytest.mark.parametrize(("data", "name", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_file_is_refused_with_a_sentence(data: bytes, name: str, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        clean_document(ContentFile(data, name=name))

    assert caught.value.code == code
    assert caught.value.messages[0].endswith("。")


@pytest.mark.parametrize("extension", ["pdf", "PDF", "docx", "xlsx", "pptx"])
def test_document_is_accepted_unchanged_under_a_random_name(extension: str) -> None:
    data = pdf_bytes() if extension.lower() == "pdf" else office_bytes(extension)

    clean = clean_document(ContentFile(data, name=f"王老师的总结.{extension}"))

    assert clean.read() == data
    assert clean.name.isascii()
    assert clean.name.endswith(f".{extension.lower()}")


@pytest.mark.django_db
def test_field_is_no_way_around(uploader: object) -> None:
    with pytest.raises(ValidationError), transaction.atomic():
        PortalDocument.objects.create(title="x", file=ContentFile(b"<script>", name="x.pdf"))

    document = add_document(user=uploader, file=ContentFile(pdf_bytes(), name="总结.pdf"))
    document.refresh_from_db()
    assert document.file.read() == pdf_bytes()
    document.file.close()
    assert document.uploaded_by_user == uploader
    assert document.title.startswith("附件 20")
    assert document.file_size == len(pdf_bytes())
    assert len(document.file_hash) == 40

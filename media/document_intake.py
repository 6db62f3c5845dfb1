"""Intake of attachments: an allow-list of types, checked by content."""

import secrets
import zipfile
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File

DEFAULT_MAX_BYTES = 20 * 1024 * 1024
# A real 20 MB presentation unpacks to little more; a bomb to a thousand times as much.
DEFAULT_MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_ENTRIES = 5_000

# Open formats whose content can be told. No archives: they hide what they hold. No .doc/.xls/
# .ppt: macros cannot be told from text there. No HTML or SVG: they run in the browser.
MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
EXTENSIONS = ("pdf", *MAIN_PART)
CONTENT_TYPES = "[Content_Types].xml"
MAX_CONTENT_TYPES_BYTES = 2 * 1024 * 1024

WRONG_TYPE = "只能上传 PDF、DOCX、XLSX、PPTX 文件。旧格式（DOC、XLS、PPT）请先另存为新格式。"


class CleanDocument(File):
    """An attachment that has passed the intake. Only ``clean_document`` makes one."""


def max_bytes() -> int:
    """Largest accepted attachment in bytes (``MEDIA_DOCUMENT_MAX_BYTES``)."""
    return getattr(settings, "MEDIA_DOCUMENT_MAX_BYTES", DEFAULT_MAX_BYTES)


def max_unpacked_bytes() -> int:
    """Largest accepted unpacked size in bytes (``MEDIA_DOCUMENT_MAX_UNPACKED_BYTES``)."""
    return getattr(settings, "MEDIA_DOCUMENT_MAX_UNPACKED_BYTES", DEFAULT_MAX_UNPACKED_BYTES)


def clean_document(file: File, *, name: str | None = None) -> CleanDocument:
    """Return ``file`` under a random name after its content has been found to match ``name``.

    Raises ``ValidationError`` (codes ``empty``, ``too_large``, ``wrong_type``, ``broken``,
    ``macros``, ``bomb``) with a sentence for the person who uploaded.
    """
    extension = PurePosixPath(name or file.name or "").suffix.lower().removeprefix(".")
    if extension not in EXTENSIONS:
        raise ValidationError(WRONG_TYPE, code="wrong_type")
    if not file.size:
        raise ValidationError("文件是空的，请重新选择文件。", code="empty")
    if file.size > max_bytes():
        raise ValidationError(
            f"文件超过了 {max_bytes() / 1024 / 1024:g} MB 的上限，请压缩后再上传。",
            code="too_large",
        )
    file.seek(0)
    if extension == "pdf":
        _check_pdf(file)
    else:
        _check_office(file, extension)
    file.seek(0)
    return CleanDocument(file, name=f"{secrets.token_hex(10)}.{extension}")


def _broken(extension: str) -> ValidationError:
    return ValidationError(
        f"文件内容不是完整的 {extension.upper()}，请检查后重新导出。", code="broken"
    )


def _check_pdf(file: File) -> None:
    """Both ends must be there (ISO 32000-1, 7.5.2 and 7.5.5): no disguise, no truncation."""
    if file.read(5) != b"%PDF-":
        raise _broken("pdf")
    file.seek(max(file.size - 2048, 0))
    if b"%%EOF" not in file.read():
        raise _broken("pdf")


def _check_office(file: File, extension: str) -> None:
    # A zip may begin with anything, a page with a script for instance; what Office writes does not.
    if file.read(4) != b"PK\x03\x04":
        raise _broken(extension)
    try:
        with zipfile.ZipFile(file) as package:
            entries = package.infolist()
            # Declared sizes bind: Python's reader stops there, whatever the stream holds.
            unpacked = sum(entry.file_size for entry in entries)
            if len(entries) > MAX_ENTRIES or unpacked > max_unpacked_bytes():
                raise ValidationError("文件解压后过大，不能上传。", code="bomb")
            names = {entry.filename for entry in entries}
            if MAIN_PART[extension] not in names or CONTENT_TYPES not in names:
                raise _broken(extension)
            if package.getinfo(CONTENT_TYPES).file_size > MAX_CONTENT_TYPES_BYTES:
                raise _broken(extension)
            declared = package.read(CONTENT_TYPES).lower()
    except ValidationError:
        raise
    except Exception as error:  # hostile archives raise many kinds
        raise _broken(extension) from error
    lowered = [name.lower() for name in names]
    has_macros = b"macroenabled" in declared or any(
        name.endswith("vbaproject.bin") or "/activex/" in name for name in lowered
    )
    if has_macros:
        raise ValidationError("文件中含有宏或控件，请另存为不含宏的文档后再上传。", code="macros")

"""Real small files made in memory; other rooms import ``ImageFactory`` and ``DocumentFactory``."""

import zipfile
from io import BytesIO
from typing import Any

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from PIL import Image

from media.models import PortalDocument, PortalImage

OFFICE_PARTS = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
}


def picture_bytes(
    size: tuple[int, int] = (640, 480),
    file_format: str = "JPEG",
    mode: str = "RGB",
    color: Any = None,
    **options: Any,
) -> bytes:
    """An encoded picture of one colour; ``options`` go to Pillow's encoder."""
    output = BytesIO()
    if color is None:
        color = (148, 62, 40, 255)[: len(mode)] if mode in ("RGB", "RGBA", "CMYK") else 1
    Image.new(mode, size, color).save(output, file_format, **options)
    return output.getvalue()


def picture_file(name: str = "photo.jpg", **kwargs: Any) -> ContentFile:
    """An upload as a browser sends it; arguments as for ``picture_bytes``."""
    return ContentFile(picture_bytes(**kwargs), name=name)


def pdf_bytes() -> bytes:
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def office_bytes(extension: str = "docx", **more_parts: bytes) -> bytes:
    """The least package of its kind; ``more_parts`` maps entry names to contents."""
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(OFFICE_PARTS[extension], "<root/>")
        for name, content in more_parts.items():
            package.writestr(name, content)
    return output.getvalue()


class ImageFactory(DjangoModelFactory):
    class Meta:
        model = PortalImage

    class Params:
        size_px = (640, 480)

    title = factory.Sequence(lambda number: f"图片{number}")
    alt_text = factory.Sequence(lambda number: f"第{number}张图片里的教室")
    file = factory.LazyAttribute(lambda image: picture_file(size=image.size_px))


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = PortalDocument

    title = factory.Sequence(lambda number: f"附件{number}")
    file = factory.LazyFunction(lambda: ContentFile(pdf_bytes(), name="notes.pdf"))

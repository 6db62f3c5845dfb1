"""Model fields that verify what they store, so that no way in can bypass the intake."""

from django.core.files.base import File
from django.db import models
from django.db.models.fields.files import FieldFile
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from media.document_intake import CleanDocument, clean_document
from media.intake import CleanImage, clean_upload


def image_upload_to(instance: models.Model, filename: str) -> str:
    """Folder of originals; ``media.views`` never serves it to the public."""
    return f"original_images/{filename}"


def document_upload_to(instance: models.Model, filename: str) -> str:
    """Folder of documents; served by Wagtail's document address only."""
    return f"documents/{filename}"


class VerifiedImageFieldFile(WagtailImageFieldFile):
    def save(self, name: str, content: File, save: bool = True) -> None:
        """Store ``content`` re-encoded, under a random name instead of ``name``.

        Raises ``ValidationError`` if it is not an acceptable picture. The forms have cleaned
        it before and told the user; this catches every other path (scripts, imports).
        """
        clean = _verified(content)
        super().save(clean.name, clean, save)

    def get_image_dimensions(self) -> tuple[int, int]:
        """Width and height in pixels.

        Django asks as soon as a file is assigned; raw content is verified then, before any
        other decoder sees it, and the model has the size of what will be stored.
        """
        if self._committed:
            return super().get_image_dimensions()
        self.file = _verified(self.file)
        return self.file.size_px


def _verified(content: File) -> CleanImage:
    return content if isinstance(content, CleanImage) else clean_upload(content)


class VerifiedImageField(WagtailImageField):
    attr_class = VerifiedImageFieldFile


class VerifiedDocumentFieldFile(FieldFile):
    def save(self, name: str, content: File, save: bool = True) -> None:
        """Store ``content`` under a random name; ``ValidationError`` if it is not acceptable."""
        if not isinstance(content, CleanDocument):
            content = clean_document(content, name=name)
        super().save(content.name, content, save)


class VerifiedDocumentField(models.FileField):
    attr_class = VerifiedDocumentFieldFile

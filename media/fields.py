"""Model fields that verify what they store, so that no way in can bypass the intake."""

from django.core.files.base import File
from django.db import models
from django.db.models.fields.files import FieldFile
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from media.document_intake import CleanDocument, clean_document
from media.intake import CleanImage, clean_upload
from media.recording_intake import (
    CleanCaptions,
    CleanRecording,
    clean_caption_file,
    clean_recording,
)


def image_upload_to(instance: models.Model, filename: str) -> str:
    """Folder of originals; ``media.views`` never serves it to the public."""
    return f"original_images/{filename}"


def document_upload_to(instance: models.Model, filename: str) -> str:
    """Folder of documents; served by Wagtail's document address only."""
    return f"documents/{filename}"


def recording_upload_to(instance: models.Model, filename: str) -> str:
    """Folder of sound and video; ``media.views`` asks for each who may have it."""
    return f"recordings/{filename}"


def captions_upload_to(instance: models.Model, filename: str) -> str:
    """Folder of captions, guarded as their recordings are."""
    return f"captions/{filename}"


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


class VerifiedRecordingFieldFile(FieldFile):
    def save(self, name: str, content: File, save: bool = True) -> None:
        """Store ``content`` under a random name; ``ValidationError`` if it is not acceptable."""
        if not isinstance(content, CleanRecording):
            content = clean_recording(content, kind=self.instance.type, name=name)
        self.instance.duration = content.seconds
        super().save(content.name, content, save)


class VerifiedRecordingField(models.FileField):
    attr_class = VerifiedRecordingFieldFile


class VerifiedCaptionsFieldFile(FieldFile):
    def save(self, name: str, content: File, save: bool = True) -> None:
        """Store ``content`` as WebVTT; ``ValidationError`` if it holds no captions."""
        if not isinstance(content, CleanCaptions):
            content = clean_caption_file(content, name=name)
        super().save(content.name, content, save)


class VerifiedCaptionsField(models.FileField):
    attr_class = VerifiedCaptionsFieldFile

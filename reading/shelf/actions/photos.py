"""Photos of pages with the reader's annotations: re-encoded, unnamed, nobody else's."""

from datetime import date
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from editorial.errors import NotPossible
from media.intake import CleanImage, clean_upload
from people.models import User
from reading.models import AnnotationPhoto, ReadingRecord
from reading.shelf import rules
from reading.shelf.actions.locking import lock_shelf, locked_record


def add_photo(
    *, reader: User, record_id: int, file: File[Any], page: int | None = None
) -> AnnotationPhoto:
    """Keep a photo; the same one sent twice is kept once.

    The file is cleaned and written before the transaction, and goes again if the row does not come.

    Raises:
        ReadingRecord.DoesNotExist: not the reader's.
        NotPossible: there are as many as there may be.
        ValidationError: no usable picture, or no possible page, by field.
    """
    record = ReadingRecord.objects.of(reader).get(pk=record_id)
    if problem := rules.page_problem(page):
        raise ValidationError({"page": problem})
    try:
        picture = clean_upload(file)
    except ValidationError as refused:
        raise ValidationError({"file": refused.messages}) from refused
    stem = _stem(record, picture)
    if same := record.photos.filter(file__contains=stem).first():
        return same
    storage = AnnotationPhoto._meta.get_field("file").storage
    name = storage.save(_path(stem, picture, timezone.localdate()), picture)
    try:
        photo = _store(reader, record_id, stem, name, picture.size_px, page)
    except BaseException:
        storage.delete(name)
        raise
    if photo.file.name != name:  # the other of two simultaneous uploads was first
        storage.delete(name)
    return photo


def _stem(record: ReadingRecord, picture: CleanImage) -> str:
    """Return a name that nobody can guess and that the same photo of this record gets again."""
    picture.seek(0)
    content = sha256(picture.read()).hexdigest()
    picture.seek(0)
    return salted_hmac("reading.shelf.photo", f"{record.pk}:{content}").hexdigest()[:40]


def _path(stem: str, picture: CleanImage, today: date) -> str:
    suffix = "png" if picture.content_type == "image/png" else "jpg"
    return f"annotations/{today:%Y/%m}/{stem}.{suffix}"


@transaction.atomic
def _store(
    reader: User, record_id: int, stem: str, name: str, size: tuple[int, int], page: int | None
) -> AnnotationPhoto:
    record = locked_record(reader, record_id)
    if same := record.photos.filter(file__contains=stem).first():
        return same
    if record.photos.count() >= rules.MOST_PHOTOS_A_RECORD:
        raise NotPossible(f"一次阅读最多放 {rules.MOST_PHOTOS_A_RECORD} 张照片，请先删去一些。")
    if AnnotationPhoto.objects.filter(record__reader=reader).count() >= rules.MOST_PHOTOS:
        raise NotPossible(f"批注照片最多 {rules.MOST_PHOTOS} 张，请先导出、删去一些。")
    width, height = size
    return AnnotationPhoto.objects.create(
        record=record, file=name, width=width, height=height, page=page
    )


@transaction.atomic
def delete_photo(*, reader: User, photo_id: int) -> int:
    """Delete one's own photo, its file with it; return the number of its book.

    Raises:
        AnnotationPhoto.DoesNotExist: not the reader's.
    """
    lock_shelf(reader)
    photo = AnnotationPhoto.objects.select_related("record").get(pk=photo_id, record__reader=reader)
    photo.delete()
    return photo.record.work_id


def drop_file(storage: Storage, name: str) -> None:
    """Delete the file of a photo once its row is gone for good."""
    transaction.on_commit(lambda: storage.delete(name))

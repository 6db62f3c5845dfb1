"""Sharing files and taking them away."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from editorial.errors import NotPossible, ReviewRefused
from media.document_intake import clean_document, max_bytes
from people.models import User
from workshops.access import require_inside
from workshops.files import rules
from workshops.models import SharedFile, WorkshopSettings

LONGEST_TITLE = 120


def share_file(*, workshop_id: int, by: User, file: File, title: str = "") -> SharedFile:
    """Share a file among the members, after its content was checked.

    The file is read and stored outside the transaction that counts; what cannot stay is removed.

    Args:
        by: a member or the host.
        title: what members read; the file's own name if not given.

    Raises:
        NotPossible, ReviewRefused: see ``require_inside``.
        ValidationError: the file is not acceptable, or there is no room, under ``file``.
    """
    workshop = require_inside(by, workshop_id).workshop
    limits = WorkshopSettings.load()
    most_bytes = min(limits.most_file_mb * rules.MEGABYTE, max_bytes())
    _require_room(workshop.pk, file.size, most_bytes, limits.most_files)
    name = (file.name or "").rpartition("/")[2]
    try:
        clean = clean_document(file)
    except ValidationError as refused:
        raise ValidationError({"file": refused.messages}) from None
    shared = SharedFile(
        workshop=workshop,
        title=(title.strip() or name.rpartition(".")[0] or "文件")[:LONGEST_TITLE],
        size=file.size,
        shared_by=by,
        shared_at=timezone.now(),
    )
    shared.file.save(str(clean.name), clean, save=False)
    try:
        with transaction.atomic():
            Page.objects.select_for_update().get(pk=workshop.pk)
            _require_room(workshop.pk, shared.size, most_bytes, limits.most_files)
            shared.save()
    except Exception:
        shared.file.storage.delete(str(shared.file.name))
        raise
    return shared


def delete_file(*, file_id: int, by: User) -> SharedFile:
    """Take a file away for good (``forget_stored``).

    Raises:
        NotPossible: it is gone, or the workshop is not there for ``by``.
        ReviewRefused: ``by`` is neither the host nor the one who shared it.
    """
    with transaction.atomic():
        shared = SharedFile.objects.select_for_update().filter(pk=file_id).first()
        if shared is None:
            raise NotPossible("这个文件已经不在了。")
        place = require_inside(by, shared.workshop_id)
        answer = rules.may_delete(is_host=place.is_host, is_own=shared.shared_by_id == by.pk)
        if not answer:
            raise ReviewRefused(answer.reason)
        shared.delete()
    return shared


def forget_stored(instance: SharedFile, **kwargs: Any) -> None:
    """Delete what is stored once the row is gone for good, also with its workshop (a receiver)."""
    storage, name = instance.file.storage, str(instance.file.name)
    transaction.on_commit(lambda: storage.delete(name))


def _require_room(workshop_id: int, size: int, most_bytes: int, most_files: int) -> None:
    present = SharedFile.objects.filter(workshop=workshop_id).count()
    answer = rules.may_share(
        size=size, present=present, most_bytes=most_bytes, most_files=most_files
    )
    if not answer:
        raise ValidationError({"file": answer.reason})

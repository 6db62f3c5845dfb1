"""What other rooms announce, and what follows from it on the shelf."""

from typing import Any

from django.db.models.signals import post_delete, pre_delete

from editorial.signals import draft_saved, handed_in
from reading.models import AnnotationPhoto, ReadingLogPage
from reading.shelf import actions
from reading.shelf.actions.logs import is_kept
from reading.shelf.actions.photos import drop_file


def connect() -> None:
    """Listen; called once, when the apps are ready."""
    draft_saved.connect(_on_saved, sender=ReadingLogPage, dispatch_uid="shelf.draft_saved")
    handed_in.connect(_on_handed_in, sender=ReadingLogPage, dispatch_uid="shelf.handed_in")
    pre_delete.connect(_on_log_deleted, sender=ReadingLogPage, dispatch_uid="shelf.log_deleted")
    post_delete.connect(_on_photo_gone, sender=AnnotationPhoto, dispatch_uid="shelf.photo_gone")


def _on_saved(page: ReadingLogPage, **kwargs: Any) -> None:
    actions.note_log(log=page, is_written=is_kept(page))


def _on_handed_in(page: ReadingLogPage, **kwargs: Any) -> None:
    actions.note_log(log=page, is_written=True)


def _on_log_deleted(instance: ReadingLogPage, **kwargs: Any) -> None:
    actions.forget_log(log=instance)


def _on_photo_gone(instance: AnnotationPhoto, **kwargs: Any) -> None:
    # Also when a record or an account takes its photos with it.
    drop_file(instance.file.storage, instance.file.name)

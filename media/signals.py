"""Publication announces itself; ``media.actions`` notes what it shows."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from media import actions
from media.models import PortalRecording
from media.tasks import draw_renditions


def connect() -> None:
    page_published.connect(_on_published, dispatch_uid="media.published")
    page_unpublished.connect(_on_unpublished, dispatch_uid="media.unpublished")
    post_delete.connect(
        _on_recording_deleted, sender=PortalRecording, dispatch_uid="media.recording_deleted"
    )


def _on_published(instance: Page, **kwargs: Any) -> None:
    actions.record_published_uses(instance)
    # Only a matter of speed, so it may be lost with the process; the files above may not.
    transaction.on_commit(lambda: draw_renditions.enqueue(instance.pk))


def _on_unpublished(instance: Page, **kwargs: Any) -> None:
    actions.forget_published_uses(instance)


def _on_recording_deleted(instance: PortalRecording, **kwargs: Any) -> None:
    """Delete the captions too; Wagtailmedia deletes the recording itself."""
    if instance.captions:
        transaction.on_commit(lambda: instance.captions.delete(save=False))

"""Publication announces itself; ``media.actions`` notes what it shows."""

from typing import Any

from django.db import transaction
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from media import actions
from media.tasks import draw_renditions


def connect() -> None:
    page_published.connect(_on_published, dispatch_uid="media.published")
    page_unpublished.connect(_on_unpublished, dispatch_uid="media.unpublished")


def _on_published(instance: Page, **kwargs: Any) -> None:
    actions.record_published_uses(instance)
    # Only a matter of speed, so it may be lost with the process; the files above may not.
    transaction.on_commit(lambda: draw_renditions.enqueue(instance.pk))


def _on_unpublished(instance: Page, **kwargs: Any) -> None:
    actions.forget_published_uses(instance)

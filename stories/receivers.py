"""What other rooms announce, and what follows from it here."""

from typing import Any

from wagtail.signals import page_published

from stories.models import StoryPage


def connect() -> None:
    """Listen; called once, when the apps are ready."""
    page_published.connect(_on_published, sender=StoryPage, dispatch_uid="stories.published")


def _on_published(instance: StoryPage, **kwargs: Any) -> None:
    from stories.portraits.actions import enter_portrayed

    enter_portrayed(instance)

"""Events as places of discussions; ``forums.wagtail_hooks`` imports it."""

from typing import Any

from wagtail import hooks

from discussions.places import PLACES_HOOK, PlaceKind, page_kind
from forums.models import ForumEventPage


def _organises(user: Any, pk: int) -> bool:
    """Queries: 1."""
    return ForumEventPage.objects.filter(pk=pk, owner=user.pk).exists()


@hooks.register(PLACES_HOOK)
def event_place() -> PlaceKind:
    """The page of an event; whoever handed it in looks after what is said there."""
    return page_kind("event", "论坛活动", "forums.ForumEventPage", _organises)

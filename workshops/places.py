"""Workshops as places of discussions; ``workshops.wagtail_hooks`` imports it."""

from typing import Any

from wagtail import hooks

from discussions.places import PLACES_HOOK, PlaceKind, page_kind
from people.roles import Role, has_role
from workshops.models import WorkshopPage


def _hosts(user: Any, pk: int) -> bool:
    """Queries: 1, and 1 a person for the role."""
    return (
        has_role(user, Role.WORKSHOP_HOST)
        and WorkshopPage.objects.filter(pk=pk, host=user.pk).exists()
    )


@hooks.register(PLACES_HOOK)
def workshop_place() -> PlaceKind:
    """The page of a workshop; its host looks after what is said there."""
    return page_kind("workshop", "工作坊", "workshops.WorkshopPage", _hosts)

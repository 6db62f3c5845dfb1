"""Workshops as places of discussions; ``workshops.wagtail_hooks`` imports it."""

from typing import Any

from wagtail import hooks
from wagtail.models import Page

from discussions.places import PLACES_HOOK, PlaceKind, page_kind
from people.roles import Role, has_role
from workshops.models import WorkshopPage, WorkshopShowcasePage
from workshops.queries import belongs


def _hosts(user: Any, pk: int) -> bool:
    """Queries: 1, and 1 a person for the role."""
    return (
        has_role(user, Role.WORKSHOP_HOST)
        and WorkshopPage.objects.filter(pk=pk, host=user.pk).exists()
    )


def _shelves(user: Any, pk: int) -> dict[str, Page]:
    """A showcase begins below its workshop: by the host, and by editors who are members.

    Others are kept from asking colleagues for their words. Queries: ≤ 3.
    """
    is_editor = has_role(user, Role.EDITOR, Role.CHIEF_EDITOR)
    if not (_hosts(user, pk) or (is_editor and belongs(user, pk))):
        return {}
    return {WorkshopShowcasePage.kind: WorkshopPage.objects.get(pk=pk)}


@hooks.register(PLACES_HOOK)
def workshop_place() -> PlaceKind:
    """The page of a workshop; its host looks after what is said there."""
    return page_kind("workshop", "工作坊", "workshops.WorkshopPage", _hosts, _shelves)

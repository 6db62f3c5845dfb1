"""Who may have which material of an event."""

from typing import Any

from django.db.models import IntegerField, QuerySet

from forums.models import ForumEventPage, Material
from forums.registration.queries import has_seat, organises
from portal.prepared import Prepared
from portal.queries import readable_pages


def released(page_id: int) -> QuerySet[Material]:
    """Return what all readers of the event may have. Queries: 1, when read."""
    rows = Material.objects.filter(page_id=page_id).exclude(released_at=None)
    return rows.select_related("document")


_released = Prepared(lambda page: released(page), page=IntegerField())


def released_now(page_id: int) -> list[Material]:
    """Return ``released``, read. Queries: 1."""
    return _released(page=page_id)


def materials_for(page: ForumEventPage, reader: Any) -> list[Material]:
    """Return what the reader of an event may have. Queries: 2 to 4."""
    if organises(reader, page) or has_seat(page.pk, reader):
        return list(Material.objects.filter(page_id=page.pk).select_related("document"))
    return list(released(page.pk))


def may_have(reader: Any, material: Material) -> bool:
    """Say whether somebody may have a material: those who run the event; with a seat, or once
    it is released, whoever may read the event. Queries: ≤ 5."""
    page = material.page
    if organises(reader, page):
        return True
    if not readable_pages(reader, ForumEventPage.objects.filter(pk=page.pk)).exists():
        return False
    return material.released_at is not None or has_seat(page.pk, reader)

"""Reads of photos; each docstring gives the number of queries."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from forums.models import EventPhoto, ForumEventPage
from forums.registration.queries import organises
from people.roles import Role, has_role
from portal.queries import readable_pages


def is_editor(user: Any) -> bool:
    """Whether somebody decides about photos. Queries: 1 a person."""
    return has_role(user, Role.EDITOR, Role.CHIEF_EDITOR)


def shown_photos(page_id: int) -> list[EventPhoto]:
    """Return what all readers of an event see, in its order. Queries: 1."""
    return list(EventPhoto.objects.shown().filter(page_id=page_id).order_by("pk"))


def may_see(user: Any, photo: EventPhoto) -> bool:
    """Whether somebody may see a photo: who runs the event; once it is shown, its readers.

    Queries: ≤ 4.
    """
    if organises(user, photo.page):
        return True
    return photo.shown_at is not None and _is_read_by(user, photo.page_id)


def is_for_everybody(photo: EventPhoto) -> bool:
    """Whether visitors may see a photo. Queries: 1."""
    return photo.shown_at is not None and _is_read_by(None, photo.page_id)


def _is_read_by(reader: Any, page_id: int) -> bool:
    return readable_pages(reader, ForumEventPage.objects.filter(pk=page_id)).exists()


@dataclass(frozen=True)
class WaitingPhotos:
    """An event with photos for an editor to look at."""

    page: ForumEventPage
    count: int


def waiting_for(editor: Any) -> list[WaitingPhotos]:
    """Return what waits for an editor, by event; own photos wait for another. Queries: 2."""
    photos = EventPhoto.objects.waiting().exclude(added_by=editor).order_by()
    counts = dict(photos.values_list("page").annotate(number=Count("pk")))
    if not counts:
        return []
    pages = readable_pages(editor, ForumEventPage.objects.filter(pk__in=counts))
    return [WaitingPhotos(page, counts[page.pk]) for page in pages.order_by("pk")]

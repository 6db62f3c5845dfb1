"""Books as places of discussions."""

from collections.abc import Collection
from typing import Any

from django.urls import Resolver404, resolve
from wagtail import hooks

from discussions.places import PLACES_HOOK, PlaceKind, Spot
from reading.models import Work


def _books(reader: Any, ids: Collection[int]) -> dict[int, Spot]:
    """Everybody reads the catalogue, nobody what waits for it. Queries: 1."""
    works = Work.objects.approved().filter(pk__in=ids).only("pk", "title")
    return {work.pk: Spot(f"《{work.title}》", work.get_absolute_url()) for work in works}


def _book_at(path: str) -> int | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match.kwargs["pk"] if match.view_name == "reading:book" else None


@hooks.register(PLACES_HOOK)
def book_place() -> PlaceKind:
    """A book of the catalogue."""
    return PlaceKind("book", "图书", "reading.Work", _books, _book_at)

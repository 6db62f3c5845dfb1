"""Passages as places of discussions: on whatever day one stands, it is one place."""

from collections.abc import Collection
from typing import Any

from django.urls import Resolver404, resolve
from wagtail import hooks

from discussions.places import PLACES_HOOK, PlaceKind, Spot
from reading.passages import queries
from reading.queries import passage_of_the_day

LONGEST_TITLE = 24


def _passages(reader: Any, ids: Collection[int]) -> dict[int, Spot]:
    """Everybody reads what was shown, nobody what is to come. Queries: 1."""
    spots: dict[int, Spot] = {}
    for day in queries.shown().filter(passage__in=ids):
        text = day.passage.text
        short = text if len(text) <= LONGEST_TITLE else f"{text[: LONGEST_TITLE - 1]}…"
        spots.setdefault(day.passage_id, Spot(f"读段“{short}”", day.get_absolute_url()))
    return spots


def _passage_at(path: str) -> int | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.view_name == "reading:passage":
        day = queries.shown().filter(date=match.kwargs["day"]).first()
    elif match.view_name == "reading:passage_today":
        day = passage_of_the_day()
    else:
        return None
    return day.passage_id if day else None


@hooks.register(PLACES_HOOK)
def passage_place() -> PlaceKind:
    """A passage that was shown."""
    return PlaceKind("passage", "读段", "reading.Passage", _passages, _passage_at)

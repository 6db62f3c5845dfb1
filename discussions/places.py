"""Where discussions take place. Rooms above this floor announce their places:

    @hooks.register(PLACES_HOOK)
    def book_place() -> PlaceKind:
        return PlaceKind(name="book", label="图书", model="reading.Work", load=books)

and put ``{% load discussions_tags %}{% discussion work %}`` into the page of the place.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import get_script_prefix
from wagtail import hooks
from wagtail.models import Page

from portal.queries import default_site_root, readable_pages

PLACES_HOOK = "discussion_places"


@dataclass(frozen=True)
class Spot:
    """What a kind says of one of its places: title and address."""

    title: str
    url: str


def nobody(user: Any, pk: int) -> bool:
    """Say that nobody looks after the places of a kind."""
    return False


def no_shelves(user: Any, pk: int) -> Mapping[str, Page]:
    """Say that nothing begins below the places of a kind."""
    return {}


@dataclass(frozen=True)
class PlaceKind:
    """A kind of place.

    Attributes:
        name: the word in addresses; ``label``: in words; ``model``: ``app.Model`` of its objects.
        load: takes a reader (``None``: the public) and ids; returns those of them that the reader
            may read. It decides who reads, and is asked each time.
        locate: takes the path of an address and returns the id of the place that lies there.
        tends: says whether somebody looks after one place, may hide what is said there and lock
            topics; asked only of people who may read it.
        shelves: says which kinds of submission somebody may begin from a topic of one place, and
            the page below which the draft lies; asked only of people who may read it.
    """

    name: str
    label: str
    model: str
    load: Callable[[Any, Collection[int]], Mapping[int, Spot]]
    locate: Callable[[str], int | None]
    tends: Callable[[Any, int], bool] = nobody
    shelves: Callable[[Any, int], Mapping[str, Page]] = no_shelves

    @property
    def content_type(self) -> ContentType:
        """The content type of its objects."""
        return ContentType.objects.get_for_model(apps.get_model(self.model))


@dataclass(frozen=True)
class Place:
    """One place, as somebody who may read it sees it."""

    kind: PlaceKind
    pk: int
    title: str
    url: str

    @property
    def key(self) -> tuple[str, int]:
        """Kind and number."""
        return self.kind.name, self.pk


def place_kinds() -> dict[str, PlaceKind]:
    """Return the kinds that were announced, by name. Queries: none."""
    kinds = (announce() for announce in hooks.get_hooks(PLACES_HOOK))
    return {kind.name: kind for kind in kinds}


def kind_of(thing: Model) -> PlaceKind | None:
    """Return the kind to which an object belongs, if it is a place. Queries: none."""
    label = type(thing)._meta.label
    return next((kind for kind in place_kinds().values() if kind.model == label), None)


def load_places(reader: Any, keys: Collection[tuple[str, int]]) -> dict[tuple[str, int], Place]:
    """Return the places that a reader may read, by kind and number.

    Queries: what ``load`` of each kind takes, for any number of places.
    """
    kinds = place_kinds()
    found: dict[tuple[str, int], Place] = {}
    for name in {name for name, _ in keys} & set(kinds):
        kind = kinds[name]
        spots = kind.load(reader, {pk for each, pk in keys if each == name})
        found |= {(name, pk): Place(kind, pk, spot.title, spot.url) for pk, spot in spots.items()}
    return found


def load_place(reader: Any, name: str, pk: int) -> Place | None:
    """Return one place if the reader may read it. Queries: what ``load`` of its kind takes."""
    return load_places(reader, [(name, pk)]).get((name, pk))


def place_at(reader: Any, address: str) -> Place | None:
    """Return the place to which an address leads, if the reader may read it.

    Args:
        address: as copied from the browser, with or without the host.
    """
    try:
        path = urlsplit(address.strip()).path
    except ValueError:  # brackets that are no address
        return None
    path = f"/{path.removeprefix(get_script_prefix()).lstrip('/')}" if path else ""
    for name, kind in place_kinds().items():
        pk = kind.locate(path) if path else None
        if pk is not None and (place := load_place(reader, name, pk)):
            return place
    return None


def page_kind(
    name: str,
    label: str,
    model: str,
    tends: Callable[[Any, int], bool] = nobody,
    shelves: Callable[[Any, int], Mapping[str, Page]] = no_shelves,
) -> PlaceKind:
    """Return the kind for a type of page: whoever reads the page reads what is said about it."""

    def pages() -> Any:
        return apps.get_model(model).objects

    def load(reader: Any, ids: Collection[int]) -> dict[int, Spot]:
        """Queries: those of ``readable_pages``, 1, and 1 for the site."""
        found = readable_pages(reader, pages().filter(pk__in=ids))
        return {page.pk: Spot(page.title, page.url or "") for page in found}

    def locate(path: str) -> int | None:
        root = default_site_root()
        if root is None:
            return None
        below = f"{root.url_path.rstrip('/')}/{path.strip('/')}/"
        pks: Any = Page.objects.filter(url_path=below).values_list("pk", flat=True)
        pk = pks.first()
        return pk if pk is not None and pages().filter(pk=pk).exists() else None

    return PlaceKind(name, label, model, load, locate, tends, shelves)

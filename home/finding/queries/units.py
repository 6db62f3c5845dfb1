"""What a unit has published, kind by kind."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page
from wagtail.query import PageQuerySet

from forums.models import ForumEventPage
from people.choices import UnitKind
from people.models import Unit
from portal.by_date import newest_of
from portal.models import PortalPage
from portal.queries import readable_pages
from portal.request_scope import once
from reading.models import BookListPage, ReadingLogPage, StudyCornerPage
from stories.models import StoryPage
from workshops.models import WorkshopPage, WorkshopShowcasePage

SHOWN = 4


@dataclass(frozen=True)
class Shelf:
    """One kind of page of a unit.

    Attributes:
        slug: its word in the address.
        title: in words.
        model: the page type.
        unit: the field that names the unit: of a story, the one of whom it tells.
    """

    slug: str
    title: str
    model: type[PortalPage]
    unit: str = "unit"


SHELVES = (
    Shelf("stories", "师德故事", StoryPage, "person_unit"),
    Shelf("lists", "书单", BookListPage),
    Shelf("logs", "读书笔记", ReadingLogPage),
    Shelf("corners", "书房", StudyCornerPage),
    Shelf("events", "活动", ForumEventPage),
    Shelf("workshops", "工作坊", WorkshopPage),
    Shelf("results", "工作坊成果", WorkshopShowcasePage),
)


@dataclass(frozen=True)
class Filled:
    """A shelf with its newest pages; ``has_more``: they are not all."""

    shelf: Shelf
    pages: list[Page]
    has_more: bool


def on_shelf(unit: Unit, shelf: Shelf, reader: Any) -> PageQuerySet:
    """Return the pages of a unit on a shelf that somebody may read, newest first.

    They come with what an entry shows. Queries: 1, when read.
    """
    pages = readable_pages(reader, shelf.model.objects.select_related(*shelf.model.carded_with))
    return newest_of(pages, f"{shelf.unit}_id", _within(unit))


def filled_shelves(unit: Unit, reader: Any) -> list[Filled]:
    """Return the shelves on which a unit has something.

    Queries: one a shelf, and what ``newest_of`` asks; one for the units below.
    """
    shelves = []
    for shelf in SHELVES:
        found = list(on_shelf(unit, shelf, reader)[: SHOWN + 1])
        if found:
            shelves.append(Filled(shelf, found[:SHOWN], len(found) > SHOWN))
    return shelves


def units_in_use() -> QuerySet[Unit]:
    """Return the units of the district in the order of its tree. Queries: 1, when read."""
    return Unit.objects.filter(is_active=True).order_by("path")


def grouped_units() -> list[tuple[Unit, list[Unit]]]:
    """Return the units in use, each head with the schools below it. Queries: 1.

    A head is whatever is not a school, and a school whose own head is not in use.
    """
    groups: list[tuple[Unit, list[Unit]]] = []
    for unit in units_in_use():
        is_below = groups and unit.path.startswith(groups[-1][0].path)
        if is_below and unit.kind == UnitKind.SCHOOL:
            groups[-1][1].append(unit)
        else:
            groups.append((unit, []))
    return groups


def units_below(unit: Unit) -> list[Unit]:
    """Return the units right below one. Queries: 1."""
    return list(unit.get_children().filter(is_active=True).order_by("path"))


def _within(unit: Unit) -> list[int]:
    """The unit and those below it; of the bureau, below which is the whole district, it alone."""
    if unit.kind == UnitKind.BUREAU:
        return [unit.pk]
    within = Unit.objects.filter(path__startswith=unit.path)
    ask = within.order_by("pk").values_list("pk", flat=True)
    return once(f"units within {unit.pk}", lambda: list(ask))

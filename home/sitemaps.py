"""The map of the site for search engines: an index, and files of what the public may read.

A file covers a range of a table's numbers, not a page of a list: nothing is counted, nothing is
skipped over, and an address stays in its file. So 100,000 pages cost as much as a thousand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from editorial.forms.fields import without_control
from home.finding.queries.months import public_months
from home.finding.queries.pieces import pieces
from home.finding.queries.tags import public_tags
from home.finding.queries.units import units_in_use
from media.models import PublishedUse
from portal.queries import default_site_root, public_pages
from portal.structured import in_full
from reading.models import Work
from stories.models import Exemplar
from stories.portraits.queries import shown_exemplars

RANGE = 1_000  # numbers of a table in one file
# What search engines take for news, and how much of it they take.
NEWS_AGE = timedelta(days=2)
MOST_NEWS = 1_000
# Tags, months and units in the file of the ways to pieces.
MOST_WAYS = 5_000

VIEWS = (
    "reading:books",
    "reading:passage_today",
    "reading:passage_archive",
    "forums:calendar",
    "finding:tags",
    "finding:units",
    "finding:archive",
    "finding:site_map",
)


@dataclass(frozen=True)
class Entry:
    """An address, in full, and what is said of it."""

    location: str
    changed: datetime | None = None
    pictures: tuple[str, ...] = ()
    title: str = ""
    published: datetime | None = None


@dataclass(frozen=True)
class Map:
    """One kind of entries.

    Attributes:
        entries: returns those of one file, by its number from 1.
        model: the table whose numbers are divided among files; None: there is one file.
    """

    entries: Callable[[HttpRequest, int], list[Entry]]
    model: type[Model] | None = None

    def files(self) -> int:
        """How many files there are. Queries: 1, or none."""
        if self.model is None:
            return 1
        last = self.model._default_manager.aggregate(last=Max("pk"))["last"] or 1
        return int(last - 1) // RANGE + 1


def _range(number: int) -> tuple[int, int]:
    return (number - 1) * RANGE + 1, number * RANGE


def _pages_of_site() -> PageQuerySet:
    root = default_site_root()
    if root is None:
        return Page.objects.none()
    return public_pages(Page.objects.descendant_of(root, inclusive=True))


def _pages(request: HttpRequest, number: int) -> list[Entry]:
    """Pages. Queries: 2."""
    pages = _pages_of_site().filter(pk__range=_range(number)).order_by("pk")
    return [
        Entry(url, page.last_published_at) for page in pages if (url := page.get_full_url(request))
    ]


def _pictures(request: HttpRequest, number: int) -> list[Entry]:
    """Pages with the widest drawn version of each picture on them. Queries: 3."""
    first, last = _range(number)
    uses = PublishedUse.objects.visible_to().filter(
        page_id__gte=first, page_id__lte=last, image__isnull=False
    )
    uses = uses.select_related("page").prefetch_related("image__renditions")
    by_page: dict[Page, list[str]] = {}
    for use in uses.order_by("page_id", "image_id"):
        widest = max(use.image.renditions.all(), key=lambda each: each.width, default=None)
        if widest:
            by_page.setdefault(use.page, []).append(in_full(request, widest.url))
    return [
        Entry(url, pictures=tuple(pictures))
        for page, pictures in by_page.items()
        if (url := page.get_full_url(request))
    ]


def _news(request: HttpRequest, number: int) -> list[Entry]:
    """What appeared in the last two days. Queries: 1."""
    recent = pieces(None).filter(first_published_at__gte=timezone.now() - NEWS_AGE)
    return [
        Entry(url, title=without_control(page.title), published=page.first_published_at)
        for page in recent[:MOST_NEWS]
        if (url := page.get_full_url(request))
    ]


def _books(request: HttpRequest, number: int) -> list[Entry]:
    """Books of the catalogue. Queries: 1."""
    works = Work.objects.approved().filter(pk__range=_range(number)).order_by("pk")
    return [Entry(in_full(request, work.get_absolute_url())) for work in works]


def _people(request: HttpRequest, number: int) -> list[Entry]:
    """Exemplary teachers whom anyone may see. Queries: 1."""
    people = shown_exemplars().filter(pk__range=_range(number)).order_by("pk")
    return [Entry(in_full(request, person.get_absolute_url())) for person in people]


def _ways(request: HttpRequest, number: int) -> list[Entry]:
    """The ways to pieces: lists by tag, month and unit. Queries: 1, and what is counted anew."""
    addresses = [reverse(name) for name in VIEWS]
    addresses += [reverse("finding:tag", args=[tag.slug]) for tag in public_tags()]
    for _, months in public_months():
        addresses += [
            reverse("finding:month", args=[month.first.year, f"{month.first.month:02}"])
            for month in months
        ]
    addresses += [reverse("finding:unit", args=[unit.pk]) for unit in units_in_use()]
    return [Entry(in_full(request, address)) for address in addresses[:MOST_WAYS]]


MAPS = {
    "pages": Map(_pages, Page),
    "images": Map(_pictures, Page),
    "news": Map(_news),
    "books": Map(_books, Work),
    "people": Map(_people, Exemplar),
    "ways": Map(_ways),
}

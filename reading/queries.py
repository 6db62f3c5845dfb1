"""Reads of the reading section; each docstring gives the number of queries."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, DateField, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from editorial.models import Submission
from editorial.references import ReferenceText
from portal.by_date import newest_first, newest_of, of_type
from portal.prepared import Prepared
from portal.queries import prefetch_covers, public_pages, trail
from reading.models import (
    BookListPage,
    Passage,
    PassageDay,
    ReadingIndexPage,
    ReadingLogPage,
    StudyCornerPage,
    Work,
)

# Of one piece; more passages from its books are not compared.
MOST_PASSAGES = 200
# Of each kind on the section's front.
MOST_NEW = 4


@dataclass(frozen=True)
class Overview:
    """What stands on the front of the section above its logs: all of it public.

    Attributes:
        passage_day: today's, or the last one.
        sections: the lists below.
    """

    book_lists: list[BookListPage]
    corners: list[StudyCornerPage]
    passage_day: PassageDay | None
    sections: list[Page]


def _newest(model: type[Submission], most: int) -> PageQuerySet:
    pages = public_pages(model.objects.select_related(*model.carded_with))
    pages = pages.prefetch_related(*model.carded_prefetch())
    return newest_first(pages)[:most]


_latest = Prepared(_newest)


def latest_book_lists(most: int) -> list[BookListPage]:
    """Return the newest public book lists with their books. Queries: 2."""
    return _latest(BookListPage, most)


def latest_corners(most: int) -> list[StudyCornerPage]:
    """Return the newest public study corners. Queries: 1."""
    return _latest(StudyCornerPage, most)


def public_logs(work: Work) -> PageQuerySet:
    """Return the public logs of a book, newest first. Queries: 4, when read."""
    return newest_of(public_pages(ReadingLogPage.objects.for_cards()), "work_id", [work.pk])


def other_logs(log: ReadingLogPage, most: int) -> list[ReadingLogPage]:
    """Return the newest other public logs of the same book. Queries: 2; none without a book."""
    if log.work is None:
        return []
    return list(public_logs(log.work).exclude(pk=log.pk)[:most])


def catalogue() -> QuerySet[Work]:
    """Return the works of the public catalogue. Queries: 1, when read."""
    return Work.objects.approved()


def kinds_with_counts() -> dict[str, int]:
    """Return how many works the catalogue holds of each kind. Queries: 1."""
    rows = Work.objects.approved().order_by().values_list("kind").annotate(Count("pk"))
    return dict(rows)


_last_passage = Prepared(lambda day: PassageDay.objects.on_or_before(day)[:1], day=DateField())


def passage_of_the_day(day: date | None = None) -> PassageDay | None:
    """Return the passage of ``day`` (today if not given), or the last one before it.

    Queries: 1.
    """
    found = _last_passage(day=day or timezone.localdate())
    return found[0] if found else None


def days_around(day: PassageDay) -> dict[str, object]:
    """Return the days before and after ``day`` as far as they are shown, and a few recent ones.

    Returns:
        ``previous`` and ``next`` (or nothing) and ``recent``, newest first. Queries: 3.
    """
    shown = PassageDay.objects.on_or_before(timezone.localdate())
    return {
        "previous": shown.filter(date__lt=day.date).first(),
        "next": shown.filter(date__gt=day.date).order_by("date").first(),
        "recent": list(shown.exclude(pk=day.pk)[:6]),
    }


def overview(section: ReadingIndexPage) -> Overview:
    """Return what stands on the section's front. Queries: 7."""
    book_lists, corners = latest_book_lists(MOST_NEW), latest_corners(MOST_NEW)
    prefetch_covers([*book_lists, *corners])
    return Overview(book_lists, corners, passage_of_the_day(), sections_below(section))


def sections_below(page: ReadingIndexPage) -> list[Page]:
    """Return the public lists below the section's front. Queries: 2."""
    return list(public_pages(of_type(ReadingIndexPage.objects.child_of(page))))


def above_books(request: HttpRequest) -> list[dict[str, str]]:
    """Return the breadcrumbs over books and passages, which are no pages. Queries: 2."""
    front = public_pages(ReadingIndexPage.objects.filter(shows=ReadingIndexPage.Shows.OVERVIEW))
    section = front.first()
    return trail(section.get_ancestors(inclusive=True), request) if section else []


def texts_about(work_ids: list[int]) -> list[ReferenceText]:
    """Return the descriptions of books, and the passages whose source names one. Queries: 2.

    A passage is linked to a book by its title only, and may be due on a day to come: it has no
    address.
    """
    works = list(Work.objects.filter(pk__in=work_ids))
    described = [
        ReferenceText(f"{work}的简介", work.description, work.get_absolute_url())
        for work in works
        if work.description
    ]
    names_one = Q()
    for work in works:
        names_one |= Q(source__contains=work.title)
    if not names_one:
        return described
    passages = Passage.objects.filter(names_one).order_by("pk")[:MOST_PASSAGES]
    return described + [
        ReferenceText(f"读段：{each.author}，{each.source}", each.text) for each in passages
    ]

"""Reads of book lists."""

from collections.abc import Collection
from typing import Any

from django.http import Http404
from wagtail.query import PageQuerySet

from portal.queries import readable_pages
from reading.models import BookListPage, Work


def list_for(reader: Any, page_id: int) -> BookListPage:
    """Return a list that the reader may read, with its books. Queries: 3, and its restrictions.

    Raises:
        Http404: there is none, or not for this reader.
    """
    pages = readable_pages(reader, BookListPage.objects.select_related("owner", "unit"))
    found = pages.prefetch_related("items__work").filter(pk=page_id).first()
    if found is None:
        raise Http404("没有这份书单。")
    return found


def curated_lists() -> PageQuerySet:
    """Return the lists that editors may look at, with their books, the newest first.

    A draft is its author's own until it is handed in: only what is live, was live or is in review.
    Queries: 3, when read.
    """
    seen = BookListPage.objects.filter(first_published_at__isnull=False) | (
        BookListPage.objects.filter(_workflow_states__status="in_progress")
    )
    lists = seen.distinct().select_related("owner", "unit")
    return lists.prefetch_related("items__work").order_by("-latest_revision_created_at", "-pk")


def works_named(titles: Collection[str]) -> dict[str, list[Work]]:
    """Return the catalogue's works by title. Queries: 1."""
    found: dict[str, list[Work]] = {}
    for work in Work.objects.approved().filter(title__in=titles).order_by("pk"):
        found.setdefault(work.title, []).append(work)
    return found

"""What all ways lead to: pieces of teachers and topics of editors, as one list."""

from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.http import HttpRequest
from wagtail.models import Page
from wagtail.query import PageQuerySet

from editorial.models import Submission
from home.models import TopicPage
from portal.by_date import of_types
from portal.listing import NEWEST_FIRST, PAGE_SIZE, paginate
from portal.queries import readable_pages, specific_in_order
from portal.registry import concrete_subclasses


def listed_models() -> tuple[type[Page], ...]:
    """Return the page types that are found: what is published for its own sake."""
    return (*concrete_subclasses(Submission), TopicPage)


def pieces(reader: Any) -> PageQuerySet:
    """Return what somebody may read of it, newest first. Queries: 1, when read."""
    pages = of_types(readable_pages(reader), listed_models())
    # The index of the date has the rows in this order; nothing is sorted.
    return pages.order_by(*NEWEST_FIRST)


def shown(
    request: HttpRequest,
    found: PageQuerySet,
    size: int = PAGE_SIZE,
    *,
    is_long: bool = False,
) -> tuple[PaginatorPage, str]:
    """Return the page of ``found`` that ``?page=`` asks for, ready to be drawn as entries.

    Args:
        is_long: see ``portal.listing.ListPaginator``.

    Returns:
        See ``portal.listing.paginate``.

    Queries: 2 to count and number them, 2, and one a page type.
    """
    page, querystring = paginate(request, found.values_list("pk", flat=True), size, is_long=is_long)
    page.object_list = specific_in_order(list(page.object_list), request.user)
    return page, querystring

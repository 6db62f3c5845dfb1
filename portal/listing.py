"""Lists that page and filter: one way for every index page, safe against any query string."""

from urllib.parse import urlencode

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZE = 12


def paginate(
    request: HttpRequest, items: QuerySet | list, size: int = PAGE_SIZE
) -> tuple[PaginatorPage, str]:
    """Return the page asked for by ``?page=`` and the other parameters for its links.

    A page number that is no number, or beyond the ends, gives the nearest page there is.

    Returns:
        The paginator's page and the query string without ``page``: URL-encoded, ending in ``&``,
        or empty.
    """
    page = Paginator(items, size).get_page(request.GET.get("page"))
    others = [
        (key, value)
        for key, values in request.GET.lists()
        if key != "page"
        for value in values
        if value
    ]
    return page, f"{urlencode(others)}&" if others else ""

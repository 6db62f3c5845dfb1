"""Lists that page and filter: one way for every index page, safe against any query string."""

import hashlib
from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

PAGE_SIZE = 12
# Counting 100,000 pages took 300 ms of a list's 350. Up to so many rows are counted anew for
# every request; of longer lists the number of pages may be some minutes old, their rows never are.
COUNTED_ANEW = 1_000
COUNT_KEPT = 300  # seconds

# A value, its words, how many have it.
Counted = tuple[str, str, int]


class ListPaginator(Paginator):
    """Knows how many rows a list has, without counting a long one each time."""

    @cached_property
    def count(self) -> int:
        """How many rows. Queries: 1 for up to ``COUNTED_ANEW``, else 1 or 2."""
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return super().count
        begun = rows.order_by()[: COUNTED_ANEW + 1].count()
        if begun <= COUNTED_ANEW:
            return begun
        kept: int = cache.get_or_set(_key("count", rows), rows.count, COUNT_KEPT)
        return kept


def counts_of(
    rows: QuerySet,
    name: str,
    count: Callable[[QuerySet], Iterable[Counted]],
    *,
    most: int | None = None,
) -> list[Counted]:
    """Return ``count(rows)``: how many of a list have each value of something.

    Of a long list, more than ``COUNTED_ANEW`` rows with values, they may be ``COUNT_KEPT`` old:
    counting 40,000 stories by five things takes seconds.

    Args:
        rows: the list, in any order.
        name: of what is counted; two things counted in one list have two names.
        count: value, words and number of each; called with ``rows``.
        most: rows that the list can have, where that is known: a short one is counted at once.

    Queries: those of ``count``, or none.
    """
    if most is not None and most <= COUNTED_ANEW:
        return list(count(rows))
    try:
        key = _key(f"counts:{name}", rows)
    except EmptyResultSet:
        return []
    kept: list[Counted] | None = cache.get(key)
    if kept is None:
        kept = list(count(rows))
        if sum(number for _, _, number in kept) > COUNTED_ANEW:
            cache.set(key, kept, COUNT_KEPT)
    return kept


def _key(kind: str, rows: QuerySet) -> str:
    # The statement with its values: nobody gets the number of what somebody else may read.
    return f"{kind}:{hashlib.sha256(str(rows.order_by().query).encode()).hexdigest()}"


def paginate(
    request: HttpRequest, items: QuerySet | list, size: int = PAGE_SIZE
) -> tuple[PaginatorPage, str]:
    """Return the page asked for by ``?page=`` and the other parameters for its links.

    A page number that is no number, or beyond the ends, gives the nearest page there is.

    Returns:
        The paginator's page and the query string without ``page``: URL-encoded, ending in ``&``,
        or empty.
    """
    page = ListPaginator(items, size).get_page(request.GET.get("page"))
    others = [
        (key, value)
        for key, values in request.GET.lists()
        if key != "page"
        for value in values
        if value
    ]
    return page, f"{urlencode(others)}&" if others else ""

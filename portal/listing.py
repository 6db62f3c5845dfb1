"""Lists that page and filter: one way for every index page, safe against any query string."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import F, QuerySet, Window
from django.db.models.functions import Mod, Rank, RowNumber
from django.http import HttpRequest
from django.utils.functional import cached_property

PAGE_SIZE = 12
# Counting 100,000 pages took 300 ms of a list's 350. Up to so many rows are counted anew for
# every request; of longer lists the number of pages may be some minutes old, their rows never are.
COUNTED_ANEW = 1_000
COUNT_KEPT = 300  # seconds
NEWEST_FIRST = ("-first_published_at", "-pk")

# A value, its words, how many have it.
Counted = tuple[str, str, int]


class ListPaginator(Paginator):
    """Knows how many rows a list has, without counting a long one each time.

    Nor does a page far behind in the order of dates go through all that stands before it: every
    ``COUNTED_ANEW``-th row is noted when they are counted.

    Args:
        is_long: said by whoever knows that the list has more than ``COUNTED_ANEW`` rows, or is
            sought among so many.
    """

    def __init__(self, *args: Any, is_long: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_long = is_long

    @cached_property
    def count(self) -> int:
        """How many rows. Queries: 1 for up to ``COUNTED_ANEW``, else 1 to 3."""
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return super().count
        if not self._is_long:
            begun = rows.order_by()[: COUNTED_ANEW + 1].count()
            if begun <= COUNTED_ANEW:
                return begun
        return self._survey[0]

    def page(self, number: int | str) -> PaginatorPage:
        """Return a page, by number. Queries: those of ``count``, and 1 now or when it is read."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        passed = first // COUNTED_ANEW
        if not (passed and isinstance(self.object_list, QuerySet) and self._survey[1]):
            return super().page(number)
        beginnings = self._survey[1][min(passed, len(self._survey[1])) - 1 :]
        moment, newer = beginnings[0]
        rows = self.object_list.filter(first_published_at__lte=moment)
        if len(beginnings) > 2:  # for planners: a page does not reach beyond the next thousand
            rows = rows.filter(first_published_at__gte=beginnings[2][0])
        start, left = first - newer, self.count - first
        if len(beginnings) == 1 and left < start:  # the end is nearer
            found = rows.reverse()[max(left - self.per_page, 0) : left]
            return self._get_page([*found][::-1], number, self)
        return self._get_page(rows[start : start + self.per_page], number, self)

    @cached_property
    def _survey(self) -> tuple[int, list[tuple[datetime, int]]]:
        """The number of rows; and of the first row of each thousand, but the first thousand, the
        date with the number of newer rows."""
        rows = self.object_list
        try:
            key = _key("survey", rows)
        except EmptyResultSet:
            return 0, []
        kept: tuple[int, list[tuple[datetime, int]]] = cache.get_or_set(
            key, lambda: (rows.count(), _beginnings(rows)), COUNT_KEPT
        )
        return kept


def _beginnings(rows: QuerySet) -> list[tuple[datetime, int]]:
    if rows.query.order_by != NEWEST_FIRST or not rows.query.standard_ordering:
        return []
    by_date = F("first_published_at").desc()
    ranked = rows.order_by().annotate(
        number=Window(RowNumber(), order_by=[by_date, F("pk").desc()]),
        newer=Window(Rank(), order_by=by_date) - 1,
    )
    begun = ranked.annotate(left=Mod("number", COUNTED_ANEW)).filter(left=1, number__gt=1)
    found = list(begun.order_by("number").values_list("first_published_at", "newer"))
    return [] if None in (moment for moment, _ in found) else found


def counts_of(
    rows: QuerySet,
    name: str,
    count: Callable[[QuerySet], Iterable[Counted]],
    *,
    most: int | None = None,
) -> list[Counted]:
    """Return ``count(rows)``: how many of a list have each value of something.

    Of a long list, more than ``COUNTED_ANEW`` rows, they may be ``COUNT_KEPT`` old: counting
    40,000 stories by five things takes seconds.

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
        if most is not None or sum(number for _, _, number in kept) > COUNTED_ANEW:
            cache.set(key, kept, COUNT_KEPT)
    return kept


def _key(kind: str, rows: QuerySet) -> str:
    # The statement with its values: nobody gets the number of what somebody else may read.
    return f"{kind}:{hashlib.sha256(str(rows.query).encode()).hexdigest()}"


def paginate(
    request: HttpRequest,
    items: QuerySet | list,
    size: int = PAGE_SIZE,
    *,
    is_long: bool = False,
) -> tuple[PaginatorPage, str]:
    """Return the page asked for by ``?page=`` and the other parameters for its links.

    A page number that is no number, or beyond the ends, gives the nearest page there is.

    Args:
        is_long: see ``ListPaginator``.

    Returns:
        The paginator's page and the query string without ``page``: URL-encoded, ending in ``&``,
        or empty.
    """
    page = ListPaginator(items, size, is_long=is_long).get_page(request.GET.get("page"))
    others = [
        (key, value)
        for key, values in request.GET.lists()
        if key != "page"
        for value in values
        if value
    ]
    return page, f"{urlencode(others)}&" if others else ""

"""Results where neither audiences nor labels are known, confirmed by the database.

Of other backends than the portal's own, and of these while there is no index.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from modelsearch.query import SearchQuery
from wagtail.models import Page
from wagtail.query import PageQuerySet

from search.backends.narrowing import Narrowing

# Hits that are taken from the backend; further ones cannot be paged to.
MOST = 1_000


class ConfirmedResults(Sequence):
    """The best hits among live pages that ``pages`` allows. Facets: type and year.

    Such backends cannot be asked who may read a page (they know fields, not subqueries); so they
    rank, and the database decides. It answers as ``EngineSearchResults`` does.
    """

    def __init__(self, pages: PageQuerySet, query: SearchQuery, narrowing: Narrowing):
        self._pages = pages
        self._query = query
        self._narrowing = narrowing

    def __len__(self) -> int:
        return len(self._chosen)

    def __getitem__(self, key: Any) -> Any:
        pks = [pk for pk, _ in self._chosen[key if isinstance(key, slice) else slice(key, key + 1)]]
        found = {page.pk: page for page in self._pages.filter(pk__in=pks)}
        objects = [found[pk] for pk in pks if pk in found]
        return objects if isinstance(key, slice) else objects[0]

    def __iter__(self) -> Iterator[Page]:
        return iter(self[:])

    def count(self, *args: Any) -> int:
        """How many results there are."""
        return len(self)

    def candidates(self, amount: int) -> list[int]:
        """Primary keys of some results."""
        return [pk for pk, _ in self._chosen[:amount]]

    def count_before_choices(self) -> int:
        """Number of results that whatever is chosen among the facets narrows down."""
        return len(self._allowed)

    def label_counts(self, name: str) -> Counter[str]:
        """Number of results for each value of a facet, under the choices of the others."""
        rows = self._narrowed(without=name)
        return Counter(labels[name] for _, labels in rows if labels.get(name))

    @cached_property
    def _allowed(self) -> list[tuple[int, dict[str, str]]]:
        ranked = [page.pk for page in Page.objects.live().search(self._query)[:MOST]]
        facts = self._pages.filter(pk__in=ranked).values_list(
            "pk", "content_type_id", "first_published_at"
        )
        labels = {
            pk: {
                "type": ContentType.objects.get_for_id(type_id).model,
                "year": str(timezone.localdate(moment).year) if moment else "",
            }
            for pk, type_id, moment in facts
        }
        return [(pk, labels[pk]) for pk in ranked if pk in labels]

    @cached_property
    def _chosen(self) -> list[tuple[int, dict[str, str]]]:
        rows = self._narrowed()
        if self._narrowing.newest_first:
            newest = self._pages.filter(pk__in=[pk for pk, _ in rows])
            order = newest.order_by("-first_published_at", "-pk").values_list("pk", flat=True)
            by_pk = dict(rows)
            return [(pk, by_pk[pk]) for pk in order]
        return rows

    def _narrowed(self, without: str = "") -> list[tuple[int, dict[str, str]]]:
        wanted = {
            name: value
            for name, value in self._narrowing.choices.items()
            if value and name != without and name in {"type", "year"}
        }
        return [
            (pk, labels)
            for pk, labels in self._allowed
            if all(labels[name] == value for name, value in wanted.items())
        ]

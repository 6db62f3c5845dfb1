"""Results that rank in the index and filter in the database."""

import logging
from collections import Counter, OrderedDict
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from modelsearch.backends.base import BaseSearchResults, FilterFieldError

from search.backends.fallback import database_filter
from search.documents import key_of, pk_of
from search.engine import queries
from search.engine.errors import IndexUnavailableError
from search.engine.store import IndexStore

logger = logging.getLogger(__name__)

# Up to here the hits go to the database as a list of keys; beyond, reading the keys of the whole
# queryset and comparing here is faster, and no database limit on parameters is met.
_MAX_LISTED = 5_000


# Stands for the hits of a query that every object matches; they are never listed.
_EVERYTHING: dict[str, float] = {}


class Hits:
    """The hits of one query, found once and shared by all slices of its results."""

    def __init__(self, store: IndexStore, compiler: Any):
        self.store = store
        self.compiler = compiler
        self.queryset: QuerySet = compiler.queryset

    @cached_property
    def is_everything(self) -> bool:
        """Whether the query restricts nothing, so that the queryset itself is the answer."""
        return self._candidates is _EVERYTHING

    @cached_property
    def scores(self) -> dict[str, float]:
        """Score by primary key as text; empty when the index did not rank."""
        return self._candidates or {}

    @cached_property
    def pks(self) -> list[Any]:
        """Primary keys of all hits that the queryset allows, in the order of the results.

        One search in the index and one database query, however many hits there are.
        """
        if self._candidates is None:
            matching = database_filter(self.queryset, self.compiler.query)
            return list(dict.fromkeys(_ordered(matching).values_list("pk", flat=True)))
        if not self._candidates:
            return []
        allowed = self._allowed(_ordered(self.queryset)).values_list("pk", flat=True)
        if not self.compiler.order_by_relevance:
            return [pk for pk in dict.fromkeys(allowed) if str(pk) in self._candidates]
        by_text = {str(pk): pk for pk in allowed.order_by()}
        return [by_text[text] for text in self._candidates if text in by_text]

    def facet(self, attname: str) -> Counter:
        """How many hits have each value of a column of the queryset's model."""
        if self.is_everything:
            return Counter(self.queryset.order_by().values_list(attname, flat=True))
        wanted = {str(pk) for pk in self.pks}
        if not wanted:
            return Counter()
        rows = self._allowed(self.queryset.order_by()).values_list("pk", attname)
        # A filter over a relation may join one object several times.
        return Counter(value for pk, value in set(rows) if str(pk) in wanted)

    def texts(self, pks: list[Any]) -> dict[str, dict[str, str]]:
        """Indexed texts by key of some hits; empty when the index cannot be read."""
        keys = [key_of(self.queryset.model, pk) for pk in pks]
        try:
            with self.store.searcher() as searcher:
                return queries.stored_texts(searcher, keys)
        except IndexUnavailableError:
            return {}

    @cached_property
    def _candidates(self) -> dict[str, float] | None:
        """Hits of the index in its order, before the queryset's filters; None without an index."""
        type_name = self.queryset.model._meta.label_lower
        try:
            with self.store.searcher() as searcher:
                wanted = self.compiler.build(searcher)
                if queries.is_everything(wanted):
                    return _EVERYTHING
                hits = queries.run(searcher, wanted, type_name)
        except IndexUnavailableError as error:
            logger.warning("Searching the database instead of the index: %s", error)
            return None
        return {pk_of(key): score for key, score in hits}

    def _allowed(self, queryset: QuerySet) -> QuerySet:
        listed = self._candidates
        if listed is None or len(listed) > _MAX_LISTED:
            return queryset
        return queryset.filter(pk__in=list(listed))


class WhooshSearchResults(BaseSearchResults):
    """Modelsearch's results; slicing and counting load no more than one page of objects."""

    supports_facet = True

    def __init__(self, backend, query_compiler, prefetch_related=None):
        super().__init__(backend, query_compiler, prefetch_related)
        self._hits = Hits(backend.store, query_compiler)
        self._text_field: str | None = None

    def annotate_texts(self, field_name: str) -> "WhooshSearchResults":
        """Results whose objects carry their indexed texts, by search field, for excerpts.

        Args:
            field_name: the attribute that gets the dictionary.
        """
        clone = self._clone()
        clone._text_field = field_name
        return clone

    def facet(self, field_name: str) -> OrderedDict:
        """Number of results for each value of a filter field, most frequent first.

        Raises:
            FilterFieldError: the model declares no such ``FilterField``.
        """
        if self.query_compiler._get_filterable_field(field_name) is None:
            model = self.model.__name__
            raise FilterFieldError(
                f'Cannot facet search results with field "{field_name}". Please add '
                f"index.FilterField('{field_name}') to {model}.search_fields.",
                field_name=field_name,
            )
        return OrderedDict(self._hits.facet(field_name).most_common())

    def _clone(self):
        clone = super()._clone()
        clone._hits = self._hits
        clone._text_field = self._text_field
        return clone

    def _do_search(self):
        if self._hits.is_everything:
            objects = list(_ordered(self.query_compiler.queryset)[self.start : self.stop])
        else:
            pks = self._hits.pks[self.start : self.stop]
            queryset = self.query_compiler.queryset.order_by().filter(pk__in=pks) if pks else ()
            by_pk = {instance.pk: instance for instance in queryset}
            objects = [by_pk[pk] for pk in pks if pk in by_pk]
        if self._score_field:
            for instance in objects:
                score = self._hits.scores.get(str(instance.pk), 1.0)
                setattr(instance, self._score_field, score)
        if self._text_field:
            texts = self._hits.texts([instance.pk for instance in objects])
            for instance in objects:
                key = key_of(type(instance), instance.pk)
                setattr(instance, self._text_field, texts.get(key, {}))
        return objects

    def _do_count(self):
        if self._hits.is_everything:
            return self.query_compiler.queryset[self.start : self.stop].count()
        return len(self._hits.pks[self.start : self.stop])


def _ordered(queryset: QuerySet) -> QuerySet:
    # Pages of results need a stable order even when nobody asked for one.
    return queryset if queryset.ordered else queryset.order_by("-pk")

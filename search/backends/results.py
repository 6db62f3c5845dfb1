"""Results that rank in the index and are confirmed by the database.

Up to ``MOST_CONFIRMED`` hits the database is asked about each of them, so that lists, counts and
facets are exactly what the queryset allows, however far the index lags behind. Of more hits,
those that are shown are asked about; they are counted by the labels of the index (see
``narrowed``), less what is still queued, or else against the keys of the whole queryset.
"""

import logging
from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from functools import cached_property
from time import time
from typing import Any

import numpy as np
from django.db.models import QuerySet
from modelsearch.backends.base import BaseSearchResults, FilterFieldError, get_model_root

from search.backends.fallback import database_filter
from search.backends.narrowing import Narrowing
from search.documents import key_of, pk_of
from search.engine import queries
from search.engine.errors import IndexUnavailableError
from search.engine.found import Found, Ranking, is_among, search
from search.engine.store import IndexStore
from search.models import IndexOperation

logger = logging.getLogger(__name__)

# Hits that the database is asked about one by one. Beyond, no reader can tell from a count
# whether a single page is among them.
MOST_CONFIRMED = 1_000

# Up to here hits go to the database as a list of keys; beyond, reading the keys of the whole
# queryset and comparing here is faster, and no database limit on parameters is met.
_MAX_LISTED = 5_000

# Hits that are looked at for one page of results, in addition to it: for those that the database
# has changed its mind about.
_SPARE = 20


class Hits:
    """The hits of one query, found once and shared by all slices of its results."""

    def __init__(self, store: IndexStore, compiler: Any, narrowing: Narrowing | None = None):
        self.store = store
        self.compiler = compiler
        self.narrowing = narrowing
        self.queryset: QuerySet = compiler.queryset
        self.facets: dict[str, Counter[str]] = {}
        self.count_before_choices = 0
        self._is_everything = False
        self._is_confirmed = False
        self._verified: tuple[int, list[Any]] | None = None
        self._ranking = self._find()

    @property
    def is_makeshift(self) -> bool:
        """Whether the database answers because no index can be read."""
        return self._ranking is None

    @property
    def is_everything(self) -> bool:
        """Whether the query restricts nothing, so that the queryset itself is the answer."""
        return self._is_everything

    @cached_property
    def scores(self) -> dict[Any, float]:
        """Score by primary key as text."""
        if self._ranking is None:
            return {}
        pks = self._pks(np.arange(len(self._ranking)))
        return dict(zip(map(str, pks), self._ranking.scores.tolist(), strict=True))

    @property
    def count(self) -> int:
        """How many hits there are."""
        if self._ranking is not None and (self._is_confirmed or self._counts_by_labels):
            return len(self._ranking)
        return len(self.pks)

    def slice(self, start: int, stop: int | None) -> list[Any]:
        """Primary keys of some hits that the queryset allows, in the order of the results."""
        if stop is None or self._ranking is None or not self._ranks:
            return self.pks[start:stop]
        return self._first(stop)[start:stop]

    def candidates(self, amount: int) -> list[Any]:
        """Primary keys of some hits that the database has not been asked about yet."""
        return self._pks(self._order(amount))

    @cached_property
    def pks(self) -> list[Any]:
        """Primary keys of all hits that the queryset allows, in the order of the results.

        One database query, however many hits there are.
        """
        if self._ranking is None:
            matching = database_filter(self.queryset, self.compiler.query)
            return list(dict.fromkeys(ordered(matching).values_list("pk", flat=True)))
        if not len(self._ranking):
            return []
        wanted = self._pks(self._order(None))
        if self._is_confirmed and self._ranks:
            return wanted
        allowed = self._allowed(ordered(self.queryset), wanted).values_list("pk", flat=True)
        if not self._ranks:
            chosen = set(map(str, wanted))
            return [pk for pk in dict.fromkeys(allowed) if str(pk) in chosen]
        by_text = {str(pk): pk for pk in allowed.order_by()}
        return [by_text[str(pk)] for pk in wanted if str(pk) in by_text]

    def facet(self, attname: str) -> Counter:
        """How many hits have each value of a column of the queryset's model."""
        if self._is_everything:
            return Counter(self.queryset.order_by().values_list(attname, flat=True))
        wanted = {str(pk) for pk in self.pks}
        if not wanted:
            return Counter()
        rows = self._allowed(self.queryset.order_by(), self.pks).values_list("pk", attname)
        # A filter over a relation may join one object several times.
        return Counter(value for pk, value in set(rows) if str(pk) in wanted)

    def texts(self, pks: list[Any]) -> dict[str, dict[str, str]]:
        """Indexed texts by key of some hits; empty when the index cannot be read."""
        keys = [key_of(self.queryset.model, pk) for pk in pks]
        try:
            with self.store.snapshot() as snapshot:
                return snapshot.texts(keys)
        except IndexUnavailableError:
            return {}

    @property
    def _ranks(self) -> bool:
        return self.compiler.order_by_relevance

    @property
    def _counts_by_labels(self) -> bool:
        return self.narrowing is not None and bool(self.narrowing.choices)

    def _find(self) -> Ranking | None:
        type_name = self.queryset.model._meta.label_lower
        try:
            with self.store.snapshot() as snapshot:
                self.compiler.ranks = self.narrowing is None or self.narrowing.is_ranked
                wanted = self.compiler.build(snapshot)
                if wanted is queries.EVERYTHING and self.narrowing is None:
                    self._is_everything = True
                    return Found([]).ranking()
                found = self._search(snapshot, wanted, type_name)
                return found.ranking(with_keys=not _has_numbers(self.queryset))
        except IndexUnavailableError as error:
            logger.warning("Searching the database instead of the index: %s", error)
            return None

    def _search(self, snapshot: Any, wanted: queries.Query, type_name: str) -> Found:
        glimpse = None if self.compiler.ranks else snapshot.glimpse()
        found = Found([])
        for seen in filter(None, (glimpse, snapshot)):
            found = search(seen, wanted, type_name, now=int(time() // 60))
            if self.narrowing is not None:
                found = self._narrowed(found, self.narrowing)
            if len(found):
                break
        return found

    def _narrowed(self, found: Found, narrowing: Narrowing) -> Found:
        for name, values in narrowing.must.items():
            found = found.labelled(name, values)
        if not narrowing.choices:
            return found
        found = self._confirmed(found)
        self.count_before_choices = len(found)
        for name in narrowing.choices:
            others = {n: v for n, v in narrowing.choices.items() if v and n != name}
            self.facets[name] = _chosen(found, others).counts(name)
        return _chosen(found, {n: v for n, v in narrowing.choices.items() if v})

    def _confirmed(self, found: Found) -> Found:
        """Without the hits that the database does not allow, as far as that can be seen."""
        numbers = found.ranking().numbers
        if len(numbers) > MOST_CONFIRMED:
            changed = _queued(MOST_CONFIRMED)
            if changed is not None:
                doubtful = numbers[is_among(numbers, np.array(changed, np.int64))]
                refused = doubtful[~is_among(doubtful, self._permitted(doubtful))]
                return found.among(refused, excluded=True) if len(refused) else found
        self._is_confirmed = True
        return found.among(self._permitted(numbers))

    def _permitted(self, numbers: np.ndarray) -> np.ndarray:
        if not len(numbers):
            return numbers
        allowed = self._allowed(self.queryset.order_by(), numbers.tolist())
        return np.array(list(allowed.values_list("pk", flat=True)), np.int64)

    def _first(self, stop: int) -> list[Any]:
        """The first ``stop`` hits that the queryset allows."""
        if self._is_confirmed:
            return self._pks(self._order(stop))
        if self._verified is not None and self._verified[0] >= stop:
            return self._verified[1]
        looked_at = stop + _SPARE
        while True:
            wanted = self._pks(self._order(looked_at))
            allowed = self._allowed(self.queryset.order_by(), wanted).values_list("pk", flat=True)
            by_text = {str(pk): pk for pk in allowed} if wanted else {}
            found = [by_text[str(pk)] for pk in wanted if str(pk) in by_text]
            if len(found) >= stop or looked_at >= len(self._ranking):
                self._verified = (stop, found)
                return found
            looked_at *= 4

    def _order(self, stop: int | None) -> np.ndarray:
        newest = self.narrowing is not None and self.narrowing.newest_first
        return self._ranking.newest(stop) if newest else self._ranking.best(stop)

    def _pks(self, places: np.ndarray) -> list[Any]:
        if self._ranking.keys is None:
            return self._ranking.numbers[places].tolist()
        return [pk_of(self._ranking.keys[place]) for place in places.tolist()]

    def _allowed(self, queryset: QuerySet, pks: Sequence[Any]) -> QuerySet:
        return queryset if len(pks) > _MAX_LISTED else queryset.filter(pk__in=pks)


class EngineSearchResults(BaseSearchResults):
    """Modelsearch's results; slicing and counting load no more than one page of objects."""

    supports_facet = True

    def __init__(self, backend, query_compiler, prefetch_related=None):
        super().__init__(backend, query_compiler, prefetch_related)
        self._narrowing: Narrowing | None = None
        self._found: list[Hits] = []
        self._text_field: str | None = None

    def annotate_texts(self, field_name: str) -> "EngineSearchResults":
        """Results whose objects carry their indexed texts, by search field, for excerpts.

        Args:
            field_name: the attribute that gets the dictionary.
        """
        clone = self._clone()
        clone._text_field = field_name
        return clone

    def narrowed(self, narrowing: Narrowing) -> "EngineSearchResults":
        """Results with certain labels only, whose facets ``label_counts`` tells."""
        clone = self._clone()
        clone._narrowing = narrowing
        clone._found = []
        return clone

    def label_counts(self, name: str) -> Counter[str]:
        """Number of results for each value of a facet of :class:`Narrowing`; empty in need."""
        return self._hits.facets.get(name, Counter())

    def candidates(self, amount: int) -> list[Any]:
        """Primary keys of some hits that the database has not been asked about yet."""
        return self._hits.candidates(amount)

    @property
    def is_makeshift(self) -> bool:
        """Whether the database answers for lack of an index, which knows the labels."""
        return self._hits.is_makeshift

    def count_before_choices(self) -> int:
        """Number of results that whatever is chosen among the facets narrows down."""
        return self._hits.count_before_choices

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

    @property
    def _hits(self) -> Hits:
        # A list that clones share: whichever slice is read first searches for all.
        if not self._found:
            self._found.append(Hits(self.backend.store, self.query_compiler, self._narrowing))
        return self._found[0]

    def _clone(self):
        clone = super()._clone()
        clone._narrowing = self._narrowing
        clone._found = self._found
        clone._text_field = self._text_field
        return clone

    def _do_search(self):
        if self._hits.is_everything:
            objects = list(ordered(self.query_compiler.queryset)[self.start : self.stop])
        else:
            pks = self._hits.slice(self.start, self.stop)
            queryset = self.query_compiler.queryset.order_by().filter(pk__in=pks) if pks else ()
            by_pk = {str(instance.pk): instance for instance in queryset}
            objects = [by_pk[str(pk)] for pk in pks if str(pk) in by_pk]
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
        count = self._hits.count
        stop = count if self.stop is None else min(count, self.stop)
        return max(0, stop - self.start)


def ordered(queryset: QuerySet) -> QuerySet:
    """A queryset in its own order, or else the newest first: pages of results need one."""
    return queryset if queryset.ordered else queryset.order_by("-pk")


def _chosen(found: Found, choices: Mapping[str, str]) -> Found:
    for name, value in choices.items():
        found = found.labelled(name, [value])
    return found


def _has_numbers(queryset: QuerySet) -> bool:
    internal = get_model_root(queryset.model)._meta.pk.get_internal_type()
    return internal.endswith(("AutoField", "IntegerField", "OneToOneField", "ForeignKey"))


def _queued(limit: int) -> list[int] | None:
    """Integer keys of objects whose change the index has not seen; None for too many."""
    rows = list(IndexOperation.objects.values_list("object_pk", flat=True)[: limit + 1])
    if len(rows) > limit:
        return None
    return [int(pk) for pk in rows if pk.isdecimal()]

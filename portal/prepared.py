"""Querysets that are translated to SQL once, and asked again with other values.

Translating is what a page costs most: some milliseconds for a query whose answer the database has
in a tenth of one. What every request asks in the same shape is written with ``Asked`` in the place
of its values:

    _newest = Prepared(
        lambda model, since: public_pages(model.objects.filter(first_published_at__gte=since)),
        since=DateTimeField(),
    )
    _newest(StoryPage, since=yesterday)  # a list

The SQL is kept as long as the frame (``portal.lasting``), for what the frame closes to the public
stands in it. Rows are read anew each time, and become the same objects as ever. What
``prefetch_related`` fetches with them is prepared likewise.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from copy import copy
from functools import reduce
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connections
from django.db.models import (
    Expression,
    F,
    Field,
    ManyToManyField,
    Model,
    Prefetch,
    QuerySet,
    prefetch_related_objects,
)
from django.db.models.lookups import In
from django.db.models.sql.compiler import SQLCompiler

from portal.lasting import lasting

# Translations of one query that a process keeps: one for each shape.
MOST_SHAPES = 64
# Keys that are asked for in one query; a power of two.
MOST_TOGETHER = 32


class Asked(Expression):
    """Stands in a queryset for a value that is not known yet.

    Args:
        name: of the keyword that will give it.
        field: says how the database takes it.
    """

    def __init__(self, name: str, field: Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:
        """Leave itself among the parameters, for ``_Written`` to find."""
        return "%s", [self]


class Prepared:
    """A queryset of one shape; call it for its rows.

    Args:
        build: makes the queryset. It is given the shape of the call, and an ``Asked`` for each
            field by its name. What it closes over or looks up (the day, a person) would be kept
            with the SQL: all that may differ between two calls belongs into the shape or the
            fields. What is closed to the public (``public_pages``) renews it.
        fields: of the values.
    """

    def __init__(self, build: Callable[..., QuerySet], **fields: Field) -> None:
        self._build = build
        self._asked = {name: Asked(name, field) for name, field in fields.items()}

    def __call__(self, *shape: Any, **values: Any) -> list[Any]:
        """Return the rows for these values; queries: 1, and those of its prefetches.

        Args:
            shape: handed to ``build``; hashable, for a translation is kept for each.
            values: one for each field; never None, for which SQL has other words.
        """
        if values.keys() != self._asked.keys() or None in values.values():
            raise TypeError(f"asked for {[*self._asked]}, given {values}")
        written: dict[Hashable, _Written] = lasting(("prepared", self), dict)
        if shape not in written:
            if len(written) >= MOST_SHAPES:
                written.clear()
            written[shape] = _Written(self._build(*shape, **self._asked))
        return written[shape].rows(values)


class _Written:
    """A queryset beside what Django's compiler made of it."""

    def __init__(self, queryset: QuerySet) -> None:
        self._queryset = queryset.prefetch_related(None)
        self._compiler = queryset.query.get_compiler(using=queryset.db)
        self._sql, self._parameters = self._compiler.as_sql()
        # How values become Python's, by connection: some ask theirs for its time zone.
        self._converters: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
        self._beside = [
            _beside(queryset.model, lookup) or lookup
            for lookup in queryset._prefetch_related_lookups
        ]

    def rows(self, values: Mapping[str, Any]) -> list[Any]:
        """Return the rows as the queryset would; it never leaves here, for it cannot change."""
        queryset = self._queryset.all()
        queryset.query.get_compiler = lambda using, **_: self._compiled(using, values)
        rows = list(queryset)
        for each in self._beside:
            if isinstance(each, _Beside):
                each.fetch_for(rows)
            else:
                prefetch_related_objects(rows, each)
        return rows

    def _compiled(self, using: str, values: Mapping[str, Any]) -> SQLCompiler:
        # What a compiler learns by translating, how columns become objects, comes with the copy.
        compiler = copy(self._compiler)
        connection = compiler.connection = connections[using]  # of this thread
        given = [
            each.output_field.get_db_prep_value(values[each.name], connection)
            if isinstance(each, Asked)
            else each
            for each in self._parameters
        ]
        compiler.as_sql = lambda *args, **kwargs: (self._sql, given)
        if connection not in self._converters:
            columns = [column for column, *_ in compiler.select[: compiler.col_count]]
            self._converters[connection] = compiler.get_converters(columns)
        compiler.get_converters = lambda columns: self._converters[connection]
        return compiler


class Several:
    """A queryset that is asked for some keys, prepared for each power of two of them.

    Args:
        build: makes the queryset of a list of ``Asked``, as ``Prepared`` wants it.
        field: of the keys.
    """

    def __init__(self, build: Callable[[list[Asked]], QuerySet], field: Field) -> None:
        self._build = build
        self._field = field
        self._by_size: dict[int, Prepared] = {}

    def __call__(self, keys: Iterable[Any]) -> list[Any]:
        """Return the rows for these keys. Queries: 1 for each ``MOST_TOGETHER``, none for none."""
        left = [*dict.fromkeys(keys)]
        found: list[Any] = []
        while left:
            found.extend(self._of(left[:MOST_TOGETHER]))
            left = left[MOST_TOGETHER:]
        return found

    def _of(self, keys: list[Any]) -> list[Any]:
        size = 1 << (len(keys) - 1).bit_length()
        names = [f"key_{number}" for number in range(size)]
        if size not in self._by_size:
            self._by_size[size] = Prepared(
                lambda **asked: self._build([*asked.values()]),
                **dict.fromkeys(names, self._field),
            )
        # The first is asked for again in the places that are left.
        padded = [*keys, *keys[:1] * (size - len(keys))]
        return self._by_size[size](**dict(zip(names, padded, strict=True)))


class _Beside:
    """What is prefetched with rows: the many objects at the other end of a relation.

    Where these know many rows, too, of one row only.

    Args:
        lookup: as Django is told to fetch it.
        way: foreign keys that lead from a row to the object that has the relation.
        relation: of that object's model.
        related: what is found at its other end, in its order.
    """

    def __init__(
        self, lookup: str | Prefetch, way: Sequence[str], relation: Any, related: QuerySet
    ) -> None:
        self._lookup = lookup
        self._way = way
        self._name = relation.name
        self._key = None if relation.many_to_many else relation.field
        self._back = relation.related_query_name() if relation.many_to_many else ""
        self._related = related
        self._rows = Several(self._of, relation.model._meta.pk)

    def fetch_for(self, rows: Sequence[Any]) -> None:
        """Put what belongs to the rows where ``.all()`` finds it, as ``prefetch_related`` does."""
        owners = [owner for row in rows if (owner := reduce(getattr, self._way, row)) is not None]
        keys = [*dict.fromkeys(owner.pk for owner in owners)]
        if self._key is None and len(keys) > 1:
            prefetch_related_objects(rows, self._lookup)
            return
        found = defaultdict(list)
        for each in self._rows(keys):
            found[getattr(each, self._key.attname) if self._key else keys[0]].append(each)
        for owner in owners:
            for each in found[owner.pk] if self._key else ():
                setattr(each, self._key.name, owner)
            queryset = getattr(owner, self._name).get_queryset()
            queryset._result_cache, queryset._prefetch_done = [*found[owner.pk]], True
            owner.__dict__.setdefault("_prefetched_objects_cache", {})[self._name] = queryset

    def _of(self, owners: list[Asked]) -> QuerySet:
        if self._key is None:
            return self._related.filter(**{self._back: owners[0]})
        return self._related.filter(In(F(self._key.attname), owners))


def _beside(model: type[Model], lookup: str | Prefetch) -> _Beside | None:
    """Return how to prefetch a relation to many objects; what is none is Django's matter.

    Args:
        lookup: a relation that is called as it is asked for.
    """
    prefetched = lookup if isinstance(lookup, Prefetch) else Prefetch(lookup)
    *way, name = prefetched.prefetch_through.split("__")
    for step in way:
        key = model._meta.get_field(step)
        if not (key.concrete and key.many_to_one):
            return None
        model = key.related_model
    relation: Any = model._meta.get_field(name)
    if relation.one_to_many:
        is_plain = relation.get_accessor_name() == name and relation.field.target_field.primary_key
    else:
        is_plain = isinstance(relation, ManyToManyField)
    if not is_plain or prefetched.prefetch_to != prefetched.prefetch_through:
        return None
    related = prefetched.queryset
    if related is None:
        related = relation.related_model._default_manager.all()
    return _Beside(lookup, way, relation, related)

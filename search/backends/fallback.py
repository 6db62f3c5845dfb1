"""Answers from the database while there is no index: the words in the title, no ranking."""

from functools import reduce
from operator import and_, or_

from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, Model, Q, QuerySet, TextField
from modelsearch import query as nodes

from search import analysis

# Conditions in one statement: more words would only slow down a makeshift answer.
_MAX_WORDS = 10


def database_filter(queryset: QuerySet, node: nodes.SearchQuery) -> QuerySet:
    """Narrow a queryset to objects whose title holds the words of a query."""
    field = _text_column(queryset.model)
    condition = _condition(node, field) if field else False
    if condition is True:
        return queryset
    return queryset.filter(condition) if condition else queryset.none()


def _text_column(model: type[Model]) -> str | None:
    declared = [field.field_name for field in model.get_searchable_search_fields()]
    for name in ("title", "name", *declared):
        if name not in declared:
            continue
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            # A callable: nothing that a database could look into.
            continue
        if isinstance(field, (CharField, TextField)):
            return name
    return None


def _condition(node: nodes.SearchQuery, field: str) -> Q | bool:
    """A condition, or True for everything, or False for nothing."""
    if isinstance(node, nodes.MatchAll):
        return True
    if isinstance(node, nodes.Boost):
        return _condition(node.subquery, field)
    if isinstance(node, nodes.Not):
        inner = _condition(node.subquery, field)
        return not inner if isinstance(inner, bool) else ~inner
    if isinstance(node, nodes.And):
        return _all([_condition(sub, field) for sub in node.subqueries])
    if isinstance(node, nodes.Or):
        return _any([_condition(sub, field) for sub in node.subqueries])
    words = analysis.clean(node.query_string).split()[:_MAX_WORDS]
    if isinstance(node, nodes.Phrase):
        words = [" ".join(words)] if words else []
    found = [Q(**{f"{field}__icontains": word}) for word in words]
    return _any(found) if getattr(node, "operator", "and") == "or" else _all(found)


def _all(conditions: list[Q | bool]) -> Q | bool:
    if not conditions or any(condition is False for condition in conditions):
        return False
    parts = [condition for condition in conditions if condition is not True]
    return reduce(and_, parts) if parts else True


def _any(conditions: list[Q | bool]) -> Q | bool:
    if any(condition is True for condition in conditions):
        return True
    parts = [condition for condition in conditions if condition is not False]
    return reduce(or_, parts) if parts else False

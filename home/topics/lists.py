"""Lists inside a topic: chosen by hand, or found by a rule; filled for a whole page at once."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail import blocks
from wagtail.models import Page

from editorial.models import Submission
from home.topics.rules import words
from portal.queries import readable_by_type, readable_pages
from portal.registry import concrete_subclasses

Types = list[tuple[int, int]]


class ListValue(blocks.StructValue):
    """A list on a page; ``found`` are its pages, once ``fill`` has fetched them."""

    found: list[Page] | None = None


def kinds() -> list[tuple[str, str]]:
    """Return what a rule may look for: the kinds of pieces that can be public, with their names."""
    return [(model.kind, model.search_kind) for model in _models() if model.search_kind]


def _models(chosen: Iterable[str] = ()) -> list[type[Submission]]:
    wanted = set(chosen)
    models = concrete_subclasses(Submission)
    return [model for model in models if not wanted or model.kind in wanted]


def fill(values: Iterable[ListValue], reader: Any = None) -> None:
    """Give lists the pages that the reader may read.

    Args:
        reader: a user, or None for the public.

    Queries: one a list that is filled by rule; and for all lists together those of
    ``readable_by_type``.
    """
    values = list(values)
    chosen = [_by_rule(value, reader) if "types" in value else _by_hand(value) for value in values]
    found = readable_by_type({pair for pairs in chosen for pair in pairs}, reader)
    for value, pairs in zip(values, chosen, strict=True):
        value.found = [found[pk] for _, pk in pairs if pk in found]


def _by_hand(value: ListValue) -> Types:
    return [(page.content_type_id, page.pk) for page in value["pages"] if page]


def _by_rule(value: ListValue, reader: Any) -> Types:
    models = _models(value["types"])
    by_type = ContentType.objects.get_for_models(*models)
    pages = Page.objects.filter(content_type__in=by_type.values())
    if names := words(value["tags"] or ""):
        tagged = Q()
        for model in models:
            through = model.tags.through
            rows = through.objects.filter(tag__name__in=names)
            tagged |= Q(pk__in=rows.values("content_object_id"))
        pages = pages.filter(tagged)
    pages = _between(pages, value["since"], value["until"])
    order = "first_published_at" if value["order"] == "oldest" else "-first_published_at"
    shown = readable_pages(reader, pages).order_by(order, "pk")
    return list(shown.values_list("content_type_id", "pk")[: value["most"]])


def _between(pages: Any, since: date | None, until: date | None) -> Any:
    if since:
        pages = pages.filter(first_published_at__date__gte=since)
    if until:
        pages = pages.filter(first_published_at__date__lte=until)
    return pages

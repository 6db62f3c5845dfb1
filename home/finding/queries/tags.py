"""Pieces by tag. Each page type has a table of its own for its tags."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Count
from taggit.models import Tag
from wagtail.models import Page
from wagtail.query import PageQuerySet

from home.finding.queries.pieces import listed_models, pieces
from portal.queries import public_pages

KEPT = 300  # seconds
_KEY = "finding.tags"


@dataclass(frozen=True)
class TagCount:
    """A tag and how many public pieces have it."""

    name: str
    slug: str
    count: int


def tagged(tag: Tag, reader: Any) -> PageQuerySet:
    """Return the pieces with a tag that somebody may read. Queries: 1, when read."""
    rows = [
        through.objects.filter(tag=tag).order_by().values_list("content_object_id", flat=True)
        for through in _through_models().values()
    ]
    first, *others = rows
    return pieces(reader).filter(pk__in=first.union(*others, all=True))


def public_tags() -> list[TagCount]:
    """Return the tags of public pieces, the most frequent first.

    Counting goes through all pieces, so that it is done once in ``KEPT`` seconds.
    Queries: none, or one a page type and one.
    """
    return cache.get_or_set(_KEY, _count, KEPT) or []


def _count() -> list[TagCount]:
    counts: Counter[int] = Counter()
    for model, through in _through_models().items():
        rows = through.objects.filter(content_object__in=public_pages(model.objects.all()))
        counts.update(dict(rows.order_by().values_list("tag").annotate(Count("pk"))))
    tags = Tag.objects.filter(pk__in=counts).exclude(slug="").order_by("name")
    found = [TagCount(tag.name, tag.slug, counts[tag.pk]) for tag in tags]
    return sorted(found, key=lambda tag: -tag.count)


def _through_models() -> dict[type[Page], Any]:
    return {
        model: model._meta.get_field("tagged_items").related_model
        for model in listed_models()
        if hasattr(model, "tagged_items")
    }

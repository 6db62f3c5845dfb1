"""Pieces by tag. Each page type has a table of its own for its tags."""

from collections import Counter
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Exists, F, OuterRef, QuerySet
from taggit.models import Tag
from wagtail.models import Page
from wagtail.query import PageQuerySet

from home.finding.queries.pieces import listed_models, pieces
from portal.by_date import FEW, Unindexed, is_many
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
    """Return the pieces with a tag that somebody may read.

    Queries: 1, when read, and those of ``is_frequent``.
    """
    if is_frequent(tag):
        # The first by date are looked at, each whether it has the tag.
        its_own = (
            through.objects.alias(unindexed_tag=Unindexed(F("tag_id"))).filter(
                content_object=OuterRef("pk"), unindexed_tag=tag.pk
            )
            for through in _through_models().values()
        )
        return pieces(reader).filter(reduce(or_, map(Exists, its_own)))
    first, *others = (rows.values_list("content_object_id", flat=True) for rows in _rows_of(tag))
    return pieces(reader).filter(pk__in=first.union(*others, all=True))


def is_frequent(tag: Tag) -> bool:
    """Say whether many pieces have a tag. Queries: one a page type, or none, see ``is_many``."""
    return is_many(
        f"tag.{tag.pk}", lambda: sum(rows[: FEW + 1].count() for rows in _rows_of(tag)) > FEW
    )


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


def _rows_of(tag: Tag) -> list[QuerySet]:
    return [through.objects.filter(tag=tag).order_by() for through in _through_models().values()]


def _through_models() -> dict[type[Page], Any]:
    return {
        model: model._meta.get_field("tagged_items").related_model
        for model in listed_models()
        if hasattr(model, "tagged_items")
    }

"""The fields, links and child rows of a version, whatever kind of piece it is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from taggit.models import Tag
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page

from editorial.difference.queries import Reference
from editorial.difference.streams import references_in
from editorial.difference.units import GONE, Names, Text, Unit

# Of Wagtail's own fields those that an editor sets; the others are the page tree's bookkeeping.
FROM_PAGE = (
    "title",
    "slug",
    "seo_title",
    "search_description",
    "show_in_menus",
    "go_live_at",
    "expire_at",
)
TAGS = "tagged_items"


def plain_fields_of(piece: Any) -> list[str]:
    """Return the names of the fields that people fill in, those of the text first."""
    own = [
        field.name
        for field in piece._meta.concrete_fields
        if field.editable
        and not field.primary_key
        and not isinstance(field, StreamField)
        and (field.model is not Page or field.name in FROM_PAGE)
    ]
    first = [name for name in piece.text_fields if name in own]
    return first + [name for name in own if name not in first]


def links_of(piece: Any) -> list[str]:
    """Return those of them that are links to other rows."""
    fields = (piece._meta.get_field(name) for name in plain_fields_of(piece))
    return [field.name for field in fields if isinstance(field, models.ForeignKey)]


def streams_of(piece: Any) -> list[str]:
    """Return the names of the StreamFields."""
    return [f.name for f in piece._meta.concrete_fields if isinstance(f, StreamField)]


def rows_of(piece: Any) -> list[str]:
    """Return the names of the child relations, tags and Wagtail's comments left out."""
    names = [relation.get_accessor_name() for relation in get_all_child_relations(type(piece))]
    return [name for name in names if name not in (TAGS, COMMENTS_RELATION_NAME)]


def many_of(piece: Any) -> list[str]:
    """Return the names of the many-to-many fields."""
    return [field.name for field in get_all_child_m2m_relations(type(piece))]


def references_of(piece: Any) -> Iterator[Reference]:
    """Give the type and number of everything that a version names. Queries: none."""
    for name in links_of(piece):
        yield from _reference(piece, piece._meta.get_field(name))
    for item in getattr(piece, TAGS).all():
        yield Tag, item.tag_id
    for relation in rows_of(piece):
        for row in getattr(piece, relation).all():
            for shown in _row_fields(row):
                yield from _reference(row, shown)
    for name in streams_of(piece):
        yield from references_in(getattr(piece, name).get_prep_value())


def _reference(instance: models.Model, field: models.Field) -> Iterator[Reference]:
    number = getattr(instance, field.attname)
    if isinstance(field, models.ForeignKey) and number is not None:
        yield field.related_model, number


def field_text(instance: Any, name: str, names: Names) -> Text:
    """Return one field of a page or row as a reader sees it."""
    field = instance._meta.get_field(name)
    is_value = (
        bool(field.choices)
        or isinstance(field, models.SlugField)
        or not isinstance(field, models.CharField | models.TextField)
    )
    link = next(_reference(instance, field), None)
    return Text(name, str(field.verbose_name), _shown(instance, field, names), is_value, link)


def _shown(instance: Any, field: models.Field, names: Names) -> str:
    value = getattr(instance, field.attname)
    if value is None or value == "":
        return ""
    if isinstance(field, models.ForeignKey):
        return names.get((field.related_model, value), GONE)
    if field.choices:
        return str(getattr(instance, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return "是" if value else "否"
    return _moment(value) if isinstance(value, date | time) else str(value)


def _moment(value: date | time) -> str:
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return date_format(local, "Y年n月j日 H:i")
    return value.strftime("%H:%M") if isinstance(value, time) else date_format(value, "Y年n月j日")


def row_units(piece: Any, relation: str, names: Names) -> list[Unit]:
    """Return the child rows of one relation."""
    units = []
    for number, row in enumerate(getattr(piece, relation).all(), start=1):
        place = f"{relation}.{row.pk or number}"
        texts, head = [], ""
        for field in _row_fields(row):
            shown = field_text(row, field.name, names)
            texts.append(replace(shown, place=f"{place}.{field.name}"))
            if not head and isinstance(field, models.ForeignKey | models.CharField):
                head = shown.words
        label = f"{row._meta.verbose_name} {number}"
        units.append(Unit(place, label, relation, tuple(texts), head=head))
    return units


def _row_fields(row: models.Model) -> list[models.Field]:
    return [
        field
        for field in row._meta.concrete_fields
        if field.editable and not field.primary_key and not isinstance(field, ParentalKey)
    ]

"""A version of a piece as the units that are compared: elements, pictures, rows, fields."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from taggit.models import Tag
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import COMMENTS_RELATION_NAME, Page

from editorial.body import split_elements
from editorial.difference.formatting import Span, spans_of
from editorial.difference.queries import Reference
from portal.html import html_to_text

Names = Mapping[Reference, str]

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
_PAGE_LINK = re.compile(r'<a [^>]*linktype="page"[^>]*>')
_NUMBER = re.compile(r'\bid="(\d+)"')


@dataclass(frozen=True)
class Text:
    """Words of a unit with their own place; ``is_value``: a choice or a date, changed as one."""

    place: str
    label: str
    words: str
    is_value: bool = False


@dataclass(frozen=True)
class Unit:
    """What is compared as one thing.

    Attributes:
        place: the content path, as ``editorial.text`` gives it.
        label: the place in words.
        form: an element's tag, a block's name or the name of the child relation.
        texts: the words.
        shows: the picture or file, if it is one.
        spans: bold, stress and links.
        block_id: what Wagtail's editor keeps, of blocks that are one unit.
        head: what names a row: its first link or line of text.
    """

    place: str
    label: str
    form: str
    texts: tuple[Text, ...]
    shows: Reference | None = None
    spans: tuple[Span, ...] = ()
    block_id: str = ""
    head: str = ""

    @cached_property
    def fingerprint(self) -> tuple[object, ...]:
        """Equal for units between which a reader sees no difference."""
        words = tuple((text.label, text.words) for text in self.texts)
        return (self.form, words, self.shows, self.spans)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Every pair of neighbouring characters, by which units are found to be alike."""
        words = f"\n{self.words}\n"
        return frozenset(words[place : place + 2] for place in range(len(words) - 1))

    @property
    def words(self) -> str:
        """All words."""
        return "\n".join(text.words for text in self.texts if text.words)


# -- what a version refers to, so that the names can be read at once -------------------------------


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
        yield from _in_blocks(getattr(piece, name).get_prep_value())


def _reference(instance: models.Model, field: models.Field) -> Iterator[Reference]:
    number = getattr(instance, field.attname)
    if isinstance(field, models.ForeignKey) and number is not None:
        yield field.related_model, number


def _in_blocks(value: object) -> Iterator[Reference]:
    if isinstance(value, list):
        for item in value:
            yield from _in_blocks(item)
    elif isinstance(value, str):
        for tag in _PAGE_LINK.findall(value):
            yield from ((Page, int(number)) for number in _NUMBER.findall(tag))
    elif isinstance(value, dict):
        for key, model in (("image", get_image_model()), ("document", get_document_model())):
            if isinstance(value.get(key), int):
                yield model, value[key]
        for item in value.values():
            yield from _in_blocks(item)


# -- which fields a version has -------------------------------------------------------------------


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


# -- units ----------------------------------------------------------------------------------------


def field_text(instance: Any, name: str, names: Names) -> Text:
    """Return one field of a page or row as a reader sees it."""
    field = instance._meta.get_field(name)
    is_value = (
        bool(field.choices)
        or isinstance(field, models.SlugField)
        or not isinstance(field, models.CharField | models.TextField)
    )
    return Text(name, str(field.verbose_name), _shown(instance, field, names), is_value)


def _shown(instance: Any, field: models.Field, names: Names) -> str:
    value = getattr(instance, field.attname)
    if value is None or value == "":
        return ""
    if isinstance(field, models.ForeignKey):
        return names.get((field.related_model, value), "（已删除）")
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
            texts.append(Text(f"{place}.{field.name}", shown.label, shown.words, shown.is_value))
            if not head and isinstance(field, models.ForeignKey | models.CharField):
                head = shown.words
        label = f"{row._meta.verbose_name} {number}"
        units.append(Unit(place, label, relation, tuple(texts), head=head))
    return units


def _row_fields(row: models.Model) -> list[models.Field]:
    return [
        field
        for field in row._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in ("page", "sort_order")
    ]


def stream_units(piece: Any, name: str, names: Names) -> list[Unit]:
    """Return the elements, pictures, quotations and attachments of one StreamField.

    They are read from what is stored: reading the blocks would fetch every picture.
    """
    reader = _StreamReader(name, str(piece._meta.get_field(name).verbose_name), names)
    return [unit for block in getattr(piece, name).get_prep_value() for unit in reader.read(block)]


class _StreamReader:
    """Counts paragraphs and pictures as ``editorial.text`` does."""

    def __init__(self, name: str, label: str, names: Names) -> None:
        self.name, self.label, self.names = name, label, names
        self.pages = {pk: title for (model, pk), title in names.items() if model is Page}
        self.paragraph = self.picture = 0

    def read(self, block: dict[str, Any]) -> Iterator[Unit]:
        """Give the units of one stored block."""
        place, value = f"{self.name}.{block['id']}", block["value"]
        kind = block["type"]
        if kind == "paragraph":
            for element in split_elements(str(value)):
                yield self._element(place, element)
        elif kind == "heading":
            texts = (Text(place, "", str(value)),)
            yield Unit(place, f"{self.label}小标题", "h3", texts, block_id=block["id"])
        elif kind == "image":
            yield self._picture(place, value, block["id"])
        elif kind == "gallery":
            texts = (Text(f"{place}.title", "标题", value["title"]),)
            yield Unit(place, f"{self.label}图集", kind, texts, block_id=block["id"])
            for item in value["images"]:
                inside = f"{place}.images.{item['id']}"
                yield self._picture(inside, item["value"], item["id"])
        elif kind == "quote":
            texts = (
                Text(f"{place}.text", "", value["text"]),
                Text(f"{place}.source", "出处", value["source"]),
            )
            yield Unit(place, f"{self.label}引文", kind, texts, block_id=block["id"])
        elif kind == "document":
            shows = self._shows(get_document_model(), value["document"])
            texts = (
                Text(place, "文件", self.names.get(shows, "（已删除）") if shows else "", True),
                Text(f"{place}.title", "显示名称", value["title"]),
            )
            yield Unit(place, f"{self.label}附件", kind, texts, shows, block_id=block["id"])

    def _element(self, place: str, element: str) -> Unit:
        tag = element[1 : re.search(r"[\s>]", element).start()]  # type: ignore[union-attr]
        if tag == "h3":
            label = f"{self.label}小标题"
        else:
            self.paragraph += 1
            label = f"{self.label}第 {self.paragraph} 段"
        texts = (Text(place, "", html_to_text(element)),)
        return Unit(place, label, tag, texts, spans=spans_of(element, self.pages))

    def _picture(self, place: str, value: dict[str, Any], block_id: str) -> Unit:
        self.picture += 1
        shows = self._shows(get_image_model(), value["image"])
        texts = (
            Text(
                f"{place}.image", "图片", self.names.get(shows, "（已删除）") if shows else "", True
            ),
            Text(f"{place}.alt", "替代文字", value["alt"]),
            Text(f"{place}.caption", "图注", value["caption"]),
        )
        label = f"{self.label}图片 {self.picture}"
        return Unit(place, label, "image", texts, shows, block_id=block_id)

    def _shows(self, model: type[models.Model], number: int | None) -> Reference | None:
        return (model, number) if number is not None else None

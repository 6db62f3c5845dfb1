"""The elements, pictures, quotations and attachments of a StreamField."""

import re
from collections.abc import Iterator
from typing import Any

from django.db import models
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from editorial.body import split_elements
from editorial.difference.formatting import spans_of
from editorial.difference.queries import Reference
from editorial.difference.units import GONE, Names, Text, Unit
from portal.html import html_to_text

_TAG = re.compile(r"<(\w+)")
_PAGE_LINK = re.compile(r'<a [^>]*linktype="page"[^>]*>')
_NUMBER = re.compile(r'\bid="(\d+)"')


def references_in(value: object) -> Iterator[Reference]:
    """Give what stored blocks refer to: pictures, files, the pages that links lead to."""
    if isinstance(value, list):
        for item in value:
            yield from references_in(item)
    elif isinstance(value, str):
        for tag in _PAGE_LINK.findall(value):
            yield from ((Page, int(number)) for number in _NUMBER.findall(tag))
    elif isinstance(value, dict):
        for key, model in (("image", get_image_model()), ("document", get_document_model())):
            if isinstance(value.get(key), int):
                yield model, value[key]
        for item in value.values():
            yield from references_in(item)


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
        texts: tuple[Text, ...]
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
            texts = (Text(f"{place}.title", "标题", value.get("title") or ""),)
            yield Unit(place, f"{self.label}图集", kind, texts, block_id=block["id"])
            for item in value["images"]:
                inside = f"{place}.images.{item['id']}"
                yield self._picture(inside, item["value"], item["id"])
        elif kind == "quote":
            texts = (
                Text(f"{place}.text", "", value.get("text") or ""),
                Text(f"{place}.source", "出处", value.get("source") or ""),
            )
            yield Unit(place, f"{self.label}引文", kind, texts, block_id=block["id"])
        elif kind == "document":
            texts = (
                self._chosen(place, "文件", get_document_model(), value.get("document")),
                Text(f"{place}.title", "显示名称", value.get("title") or ""),
            )
            yield Unit(place, f"{self.label}附件", kind, texts, block_id=block["id"])

    def _element(self, place: str, element: str) -> Unit:
        self.paragraph += 1
        tag = _TAG.match(element)
        texts = (Text(place, "", html_to_text(element)),)
        return Unit(
            place,
            f"{self.label}第 {self.paragraph} 段",
            tag.group(1) if tag else "p",
            texts,
            spans=spans_of(element, self.pages),
        )

    def _picture(self, place: str, value: dict[str, Any], block_id: str) -> Unit:
        self.picture += 1
        texts = (
            self._chosen(f"{place}.image", "图片", get_image_model(), value.get("image")),
            Text(f"{place}.alt", "替代文字", value.get("alt") or ""),
            Text(f"{place}.caption", "图注", value.get("caption") or ""),
        )
        label = f"{self.label}图片 {self.picture}"
        return Unit(place, label, "image", texts, block_id=block_id)

    def _chosen(self, place: str, label: str, model: type[models.Model], pk: int | None) -> Text:
        if pk is None:
            return Text(place, label, "", is_value=True)
        link = (model, pk)
        return Text(place, label, self.names.get(link, GONE), is_value=True, link=link)

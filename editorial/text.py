"""The words of a piece, part by part: what is checked, compared, counted and marked.

A part has a place. Places are Wagtail's content paths (``title``, ``body.<block id>``,
``items.<row>.reason``), so that a finding, a reviewer's mark and a comment in Wagtail's editor all
name the same spot.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.blocks import StreamValue

from editorial.body import split_elements
from portal.html import count_characters, html_to_text


@dataclass(frozen=True)
class Part:
    """One field, paragraph, quotation, caption or attachment name of a piece.

    Attributes:
        place: the content path.
        label: the place in words, as ``正文第 3 段``.
        text: the words without markup.
        is_quotation: the words are somebody else's, and said to be so.
    """

    place: str
    label: str
    text: str
    is_quotation: bool = False


def parts_of(piece: Any) -> list[Part]:
    """Return the parts of a piece in the order of reading; empty ones are left out.

    Args:
        piece: a ``Submission`` as one of its versions has it. Its ``text_fields`` name plain and
            StreamField fields, its ``text_rows`` child rows with their fields, its
            ``quoted_rows`` those of them that hold somebody else's words.
    """
    found: list[Part] = []
    for name in piece.text_fields:
        label = str(piece._meta.get_field(name).verbose_name)
        value = getattr(piece, name)
        if isinstance(value, StreamValue):
            found += _of_stream(name, label, value)
        else:
            found.append(Part(name, label, str(value or "")))
    for relation, names in piece.text_rows.items():
        for number, row in enumerate(getattr(piece, relation).all(), start=1):
            for name in names:
                label = (
                    f"{row._meta.verbose_name} {number}·{row._meta.get_field(name).verbose_name}"
                )
                place = f"{relation}.{row.pk or number}.{name}"
                words = str(getattr(row, name) or "")
                found.append(Part(place, label, words, relation in piece.quoted_rows))
    # A value that was stored before its block had this field is None.
    return [part for part in found if part.text and part.text.strip()]


def length_of(piece: Any) -> int:
    """Return the characters of the running text and of reasons, without title and captions.

    Rows of quotations do not count: they are not the author's own text.
    """
    rows = set(piece.text_rows) - set(piece.quoted_rows)
    counted = rows | {name for name in piece.text_fields if name in piece.long_fields}
    parts = (part for part in parts_of(piece) if part.place.partition(".")[0] in counted)
    return sum(count_characters(part.text) for part in parts)


def _of_stream(name: str, label: str, value: StreamValue) -> Iterator[Part]:
    paragraph = picture = 0
    for block in value:
        place = f"{name}.{block.id}"
        if block.block_type == "paragraph":
            for element in split_elements(str(block.value.source)):
                paragraph += 1
                yield Part(
                    place,
                    f"{label}第 {paragraph} 段",
                    html_to_text(element),
                    is_quotation=element.startswith("<blockquote"),
                )
        elif block.block_type == "heading":
            yield Part(place, f"{label}小标题", str(block.value))
        elif block.block_type == "quote":
            yield Part(f"{place}.text", f"{label}引文", block.value["text"], is_quotation=True)
            yield Part(f"{place}.source", f"{label}引文出处", block.value["source"])
        elif block.block_type == "image":
            picture += 1
            yield from _of_picture(place, f"{label}图片 {picture}", block.value)
        elif block.block_type == "gallery":
            yield Part(f"{place}.title", f"{label}图集标题", block.value["title"])
            for item in block.value["images"].bound_blocks:
                picture += 1
                below = f"{place}.images.{item.id}"
                yield from _of_picture(below, f"{label}图片 {picture}", item.value)
        elif block.block_type == "document":
            yield Part(f"{place}.title", f"{label}附件名称", block.value["title"])


def _of_picture(place: str, label: str, value: Any) -> Iterator[Part]:
    yield Part(f"{place}.alt", f"{label}·替代文字", value["alt"])
    yield Part(f"{place}.caption", f"{label}·图注", value["caption"])

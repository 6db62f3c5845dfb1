"""What stands in the StreamFields of a page of any type, however deep."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from wagtail.blocks import Block, ListBlock, RichTextBlock, StreamValue, StructBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock


def rich_texts(page: Model) -> Iterator[str]:
    """Give the rich texts of a page as they are stored."""
    for block, value in _leaves(page):
        if isinstance(block, RichTextBlock) and value is not None:
            yield str(value.source)


def pictures(page: Model) -> Iterator[tuple[Any, str]]:
    """Give the pictures of a page, each with the words beside it for who cannot see it."""
    for block, value in _blocks(page):
        if not isinstance(block, StructBlock):
            continue
        for name, child in block.child_blocks.items():
            if isinstance(child, ImageChooserBlock) and value.get(name) is not None:
                yield value[name], (value.get("alt") or "").strip()


def _leaves(page: Model) -> Iterator[tuple[Block, Any]]:
    for block, value in _blocks(page):
        if not isinstance(block, StructBlock):
            yield block, value


def _blocks(page: Model) -> Iterator[tuple[Block, Any]]:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            for child in getattr(page, field.name):
                yield from _below(child.block, child.value)


def _below(block: Block, value: Any) -> Iterator[tuple[Block, Any]]:
    if isinstance(value, StreamValue):
        for child in value:
            yield from _below(child.block, child.value)
    elif isinstance(block, ListBlock):
        for child in value:
            yield from _below(block.child_block, child)
    else:
        yield block, value
        if isinstance(block, StructBlock):
            for name, child in block.child_blocks.items():
                yield from _below(child, value.get(name))

"""Blocks of text: what nobody wrote is empty, in the index, in excerpts and on the page."""

from collections.abc import Iterator

import pytest
from wagtail.blocks import Block, CharBlock, ListBlock, StreamBlock, StructBlock, TextBlock

from home.front.blocks import FrontBlock
from home.topics.blocks import TopicBlock
from portal.blocks import BodyBlock, PartsBlock
from search.documents import as_text
from stories.models import StoryPage
from tests.media.factories import ImageFactory

pytestmark = pytest.mark.django_db


def text_of(body: list) -> str:
    page = StoryPage(title="虚构", person_name="虚构", body=body)
    fields = {field.field_name: field for field in StoryPage.get_search_fields()}
    return as_text(fields["body"].get_value(page))


def structs(block: Block) -> Iterator[StructBlock]:
    if isinstance(block, StructBlock):
        yield block
    children = [block.child_block] if isinstance(block, ListBlock) else []
    if isinstance(block, (StreamBlock, StructBlock)):
        children = list(block.child_blocks.values())
    for child in children:
        yield from structs(child)


@pytest.mark.parametrize("left_out", [{}, {"alt": None, "caption": None}])
def test_a_picture_without_words_adds_no_words_to_the_index(left_out):
    picture = {"image": ImageFactory(), **left_out}
    assert text_of([("image", picture)]) == ""
    assert text_of([("image", picture | {"caption": "操场"})]) == "操场"
    assert text_of([("gallery", {"images": [picture, picture]})]) == ""


def test_what_older_pages_stored_as_nothing_is_read_as_empty():
    stored = {"image": ImageFactory().pk, "alt": None, "caption": None, "faces": None}
    body = BodyBlock().to_python([{"type": "image", "value": stored, "id": "1"}] * 2)
    assert [body[0].value["alt"], body[0].value["caption"]] == ["", ""]
    quote = BodyBlock().to_python([{"type": "quote", "value": {"text": "学", "source": None}}])
    assert "None" not in str(quote[0].render())


@pytest.mark.parametrize("body", [BodyBlock, TopicBlock, FrontBlock])
def test_every_block_with_words_is_of_this_kind(body):
    found = list(structs(body()))
    assert len(found) >= 4
    for block in found:
        assert isinstance(block, PartsBlock)
        words = [
            each for each in block.child_blocks.values() if isinstance(each, (CharBlock, TextBlock))
        ]
        assert [each.name for each in words if each.get_default() is None] == []

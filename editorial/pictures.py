"""The pictures of a piece, each with what its author says about it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from wagtail.blocks import StreamValue


@dataclass(frozen=True)
class ShownPicture:
    """A picture as readers get it.

    Attributes:
        place: the content path of its block; ``cover`` for the cover.
        label: the place in words.
        image: the stored image.
        alt: the words of the block for those who cannot see it.
        faces: what the author declares (``portal.blocks.FACES``), or nothing.
    """

    place: str
    label: str
    image: Any
    alt: str = ""
    faces: str = ""

    @property
    def words(self) -> str:
        """The words for those who cannot see it: of the block, or the image's own."""
        return (self.alt or self.image.alt_text).strip()


def pictures_in(piece: Any) -> list[ShownPicture]:
    """Return the cover and the pictures of the StreamFields of a piece, in the order of reading.

    A cover that the text shows as well has that picture's words and declaration. Queries: 1 for
    the cover, 2 a kind of block that shows pictures, for any number of pictures.
    """
    shown: list[ShownPicture] = []
    for name in piece.text_fields:
        value = getattr(piece, name)
        if isinstance(value, StreamValue):
            shown += _of_stream(name, str(piece._meta.get_field(name).verbose_name), value)
    return [*_cover(piece, shown), *shown]


def without_words(piece: Any) -> list[ShownPicture]:
    """Return the pictures that say nothing to a reader who cannot see them."""
    return [picture for picture in pictures_in(piece) if not picture.words]


def _cover(piece: Any, shown: list[ShownPicture]) -> Iterator[ShownPicture]:
    if piece.cover is not None:
        same = (picture for picture in shown if picture.image.pk == piece.cover_id)
        known = next(same, ShownPicture("", "", piece.cover))
        yield replace(known, place="cover", label="题图", image=piece.cover)


def _of_stream(name: str, label: str, value: StreamValue) -> Iterator[ShownPicture]:
    for number, (place, block) in enumerate(_blocks(name, value), start=1):
        if block["image"] is not None:
            yield ShownPicture(
                place,
                f"{label}图片 {number}",
                block["image"],
                block["alt"] or "",
                block["faces"] or "",
            )


def _blocks(name: str, value: StreamValue) -> Iterator[tuple[str, Any]]:
    for block in value:
        if block.block_type == "image":
            yield f"{name}.{block.id}", block.value
        elif block.block_type == "gallery":
            for item in block.value["images"].bound_blocks:
                yield f"{name}.{block.id}.images.{item.id}", item.value

"""The pictures of a page: which there are, and how each is made."""

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from media.drawing.canvas import Canvas
from media.drawing.encoding import ENCODINGS, drawing, encoded
from media.models import PortalImage
from media.posters import designs
from media.posters.cropping import cropped
from media.posters.words import Words

# Part of the key of whatever is kept of a picture: raise it when a design changes.
VERSION = 1


class Unusable(Exception):
    """The page's own picture is lost, damaged or too small."""


@dataclass(frozen=True)
class Shape:
    """A kind of picture that a page has.

    Attributes:
        label: for people.
        size_of: the size in pixels to which a picture of this size is cut.
        with_picture: draws it of words and the cut picture; None: the picture alone.
        of_words: draws it of words alone.
    """

    label: str
    size_of: Callable[[tuple[int, int]], tuple[int, int]]
    with_picture: Callable[[Words, Image.Image], Canvas] | None
    of_words: Callable[[Words], Canvas]


SHAPES = {
    "poster": Shape("海报", designs.picture_shape, designs.draw_poster, designs.draw_leaf),
    "square": Shape("方图", lambda _: designs.SQUARE, None, designs.draw_square),
    "wide": Shape("宽图", lambda _: designs.WIDE, None, designs.draw_wide),
}


def with_picture(shape: Shape, words: Words, image: PortalImage) -> bytes:
    """Return a picture of a page that shows its own, as JPEG.

    Raises:
        Unusable: the file does not serve; ``of_words`` always does.
        media.drawing.fonts.NoFont: this machine has no Chinese font.
    """
    part = cropped(image, shape.size_of((image.width, image.height)))
    if part is None:
        raise Unusable
    if shape.with_picture is None:
        return encoded(part, ENCODINGS["jpeg"])
    with drawing:
        sheet = shape.with_picture(words, part)
    return encoded(sheet.image, ENCODINGS["jpeg"])


def of_words(shape: Shape, words: Words) -> bytes:
    """Return a picture of a page that consists of words, as JPEG.

    Raises:
        media.drawing.fonts.NoFont: this machine has no Chinese font.
    """
    with drawing:
        sheet = shape.of_words(words)
    return encoded(sheet.image, ENCODINGS["jpeg"])

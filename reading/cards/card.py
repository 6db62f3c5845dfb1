"""Drawing a card, for any room that has a sentence worth sharing."""

import io
import threading
from collections.abc import Mapping
from datetime import date
from typing import Any

from PIL import Image

from reading.cards.designs import RATIOS, Words, designs
from reading.cards.palette import palette_image

# Part of the key of whatever is kept of a card: raise it when a design changes.
VERSION = 1
FORMATS = {"png": "image/png", "webp": "image/webp"}
LONGEST = 4_000  # characters that are looked at; a card holds some 900
# FreeType's faces are for one thread at a time, and one sheet at a time is memory enough.
_drawing = threading.Lock()


def draw_card(
    text: str,
    author: str,
    source: str,
    *,
    design: str,
    ratio: str,
    address: str,
    label: str = "",
    site: str = "",
    day: date | None = None,
    form: str = "png",
) -> bytes:
    """Return a card as the bytes of a picture without any metadata.

    Args:
        text, author, source: the quotation. What does not fit ends with an ellipsis.
        design: a key of ``designs()``.
        ratio: a key of ``RATIOS``: ``square`` (1080 by 1080) or ``tall`` (1080 by 1440 pixels).
        address: absolute, for the QR code; empty: no code.
        label: the words above the text.
        site: the name on the seal and beside it.
        day: the card's day.
        form: ``png`` or ``webp``.

    Raises:
        KeyError: there is no such design, ratio or form.
        reading.cards.fonts.NoFont: this machine has no Chinese font.
    """
    draw, (width, height) = designs()[design].draw, RATIOS[ratio]
    encoding = _ENCODINGS[form]
    words = Words(text.strip()[:LONGEST], author, source, address, label, site, day)
    with _drawing:
        image = draw(words, width, height).image
    return encoded(image, encoding)


def encoded(image: Image.Image, encoding: Mapping[str, Any]) -> bytes:
    """Return a picture's bytes; nothing but its pixels."""
    buffer = io.BytesIO()
    if encoding["format"] == "PNG":
        # A card has few colours; with a palette it is a third as large.
        palette = palette_image(image.getpixel((2, image.height - 2)))
        image = image.quantize(palette=palette, dither=Image.Dither.NONE)
    image.save(buffer, **encoding)
    return buffer.getvalue()


_ENCODINGS: dict[str, Mapping[str, Any]] = {
    "png": {"format": "PNG", "compress_level": 6},
    "webp": {"format": "WEBP", "quality": 88, "method": 2},
}

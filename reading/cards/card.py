"""Drawing a card, for any room that has a sentence worth sharing."""

from datetime import date

from media.drawing.encoding import ENCODINGS, drawing, encoded
from reading.cards.designs import RATIOS, Words, designs

# Part of the key of whatever is kept of a card: raise it when a design changes.
VERSION = 1
FORMATS = {"png": "image/png", "webp": "image/webp"}
LONGEST = 4_000  # characters that are looked at; a card holds some 900


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
        media.drawing.fonts.NoFont: this machine has no Chinese font.
    """
    draw, (width, height) = designs()[design].draw, RATIOS[ratio]
    encoding = ENCODINGS[form]
    words = Words(text.strip()[:LONGEST], author, source, address, label, site, day)
    with drawing:
        image = draw(words, width, height).image
    return encoded(image, encoding)

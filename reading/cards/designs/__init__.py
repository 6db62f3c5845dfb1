"""The designs of cards: each draws one card from the same words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from media.drawing.canvas import Canvas

RATIOS = {"square": (1080, 1080), "tall": (1080, 1440)}


@dataclass(frozen=True)
class Words:
    """What a card says.

    Attributes:
        text, author, source: the quotation.
        address: what the QR code opens; without one there is no code.
        label: above the text, for example the name of the column.
        site: whose card it is.
        day: its day, where it has one.
    """

    text: str
    author: str
    source: str
    address: str = ""
    label: str = ""
    site: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Design:
    """A way to draw a card.

    Attributes:
        name: in addresses.
        label: for people.
        draw: draws the words on a sheet of the given width and height.
    """

    name: str
    label: str
    draw: Callable[[Words, int, int], Canvas]


def designs() -> dict[str, Design]:
    """Return all designs by name, the usual one first."""
    from reading.cards.designs import calendar, columns, leaf, night

    every = (
        Design("leaf", "素笺", leaf.draw),
        Design("columns", "竖排", columns.draw),
        Design("night", "夜读", night.draw),
        Design("calendar", "日历", calendar.draw),
    )
    return {design.name: design for design in every}

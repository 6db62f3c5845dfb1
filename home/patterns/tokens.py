"""The design tokens, read from the style sheet that defines them: nobody writes them twice."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.staticfiles import finders

SHEET = "portal/css/foundation.css"
DECLARED = re.compile(r"^\s*--([a-z0-9-]+):\s*([^;]+);", re.MULTILINE)
COLOUR = re.compile(r"#[0-9a-f]{3,8}", re.IGNORECASE)


@dataclass(frozen=True)
class Colour:
    """A colour token and its value in both schemes."""

    name: str
    light: str
    dark: str


@dataclass(frozen=True)
class Tokens:
    """What the style sheet declares: colours, and the names of sizes of type and of space."""

    colours: list[Colour]
    sizes: list[str]
    spaces: list[str]


def read_tokens(sheet: str | None = None) -> Tokens:
    """Return the tokens of a style sheet, in its order.

    Args:
        sheet: its text; the portal's own, if not given.
    """
    text = _own_sheet() if sheet is None else sheet
    light, _, rest = text.partition("prefers-color-scheme: dark")
    first, second = dict(DECLARED.findall(light)), dict(DECLARED.findall(rest))
    colours = [
        Colour(name, value, second.get(name, value))
        for name, value in first.items()
        if COLOUR.fullmatch(value)
    ]
    return Tokens(colours, _named(first, "t-"), _named(first, "s-"))


def _named(names: Iterable[str], start: str) -> list[str]:
    return [name for name in names if name.startswith(start)]


def _own_sheet() -> str:
    path = finders.find(SHEET)
    with open(str(path), encoding="utf-8") as file:
        return file.read()

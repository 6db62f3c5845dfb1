"""A sheet on which lines of Chinese are set, level or from top to bottom."""

from collections.abc import Sequence
from itertools import pairwise

from PIL import Image, ImageDraw

from media.drawing.fitting import Setting, em, is_drawn, stands_upright
from media.drawing.fonts import Family
from media.drawing.typesetting.breaking import Line, width_of
from media.drawing.typesetting.units import Kind, Unit, between, cut

# The square of a Chinese character reaches from 0.88 above the base line to 0.12 below it.
ABOVE = 0.88
MOST_STRETCHED = 0.3  # ems between two characters; a looser line stays short
DASH_THICKNESS, DASH_AIR = 0.045, 0.06
LANGUAGE = "zh-Hans"


class Canvas:
    """A picture with a pen.

    Args:
        width, height: in pixels.
        ground: its colour.
    """

    def __init__(self, width: int, height: int, ground: str) -> None:
        self.image = Image.new("RGB", (width, height), ground)
        self.pen = ImageDraw.Draw(self.image)
        self.width, self.height = width, height

    def bar(self, left: int, top: int, width: int, height: int, colour: str) -> None:
        """Fill a rectangle."""
        self.pen.rectangle((left, top, left + width - 1, top + height - 1), fill=colour)

    def frame(self, left: int, top: int, right: int, bottom: int, width: int, colour: str) -> None:
        """Draw a frame, its outer edge at these places."""
        self.pen.rectangle((left, top, right - 1, bottom - 1), outline=colour, width=width)

    def block(
        self,
        setting: Setting,
        family: Family,
        left: int,
        top: int,
        colour: str,
        *,
        align: str = "left",
    ) -> None:
        """Draw level lines below one another.

        Args:
            align: ``left``, ``right`` or ``centre`` within the setting's measure.
        """
        for number, line in enumerate(setting.lines):
            y = top + number * setting.pitch
            spread = _spread(line, setting)
            indent = setting.measure - line.width * setting.size if not spread else 0.0
            shift = {"left": 0.0, "right": indent, "centre": indent / 2}[align]
            self._level(line.shown, family, setting.size, left + shift, y, colour, spread)

    def columns(
        self, setting: Setting, family: Family, right: int, top: int, colour: str, *, low: int = 0
    ) -> None:
        """Draw lines from top to bottom, the first at the right.

        Args:
            right: the right edge of the first column's characters.
            low: pixels by which each column begins lower.
        """
        for number, line in enumerate(setting.lines):
            x = right - setting.size - number * setting.pitch
            spread = _spread(line, setting)
            self._upright(line.shown, family, setting.size, x, top + low, colour, spread)

    def line(
        self,
        text: str,
        family: Family,
        size: int,
        x: int,
        y: int,
        colour: str,
        *,
        align: str = "left",
        spacing: float = 0.0,
    ) -> float:
        """Draw a short text in one line; returns its width in pixels.

        Args:
            x, y: the top left corner of its squares; top right or top centre with ``align``.
            spacing: ems between characters.
        """
        units = units_of(text, family, size)
        width = (width_of(units) + spacing * max(len(units) - 1, 0)) * size
        left = x - {"left": 0.0, "right": width, "centre": width / 2}[align]
        self._level(units, family, size, left, y, colour, spacing * size)
        return width

    def column(
        self, text: str, family: Family, size: int, x: int, y: int, colour: str, *, spacing=0.0
    ) -> float:
        """Draw a short text downwards, its top left corner at x, y; returns its length."""
        units = units_of(text, family, size, vertical=True)
        self._upright(units, family, size, x, y, colour, spacing * size)
        return (width_of(units) + spacing * max(len(units) - 1, 0)) * size

    def _level(
        self,
        units: Sequence[Unit],
        family: Family,
        size: int,
        x: float,
        y: float,
        colour: str,
        spread: float,
    ) -> None:
        base = y + ABOVE * size
        for unit, place in _places(units, size, x, spread):
            if unit.text in ("——", "⸺", "—"):
                self._dash(place, y + 0.51 * size, unit.width * size, size, colour)
                continue
            for offset, text in _glyphs(unit, family, size):
                face, shown = family.face_for(text)
                font = face.at(size)
                self.pen.text(
                    (place + offset, base), shown, colour, font, anchor="ls", language=LANGUAGE
                )

    def _upright(
        self,
        units: Sequence[Unit],
        family: Family,
        size: int,
        x: float,
        y: float,
        colour: str,
        spread: float,
    ) -> None:
        for unit, place in _places(units, size, y, spread):
            if unit.text in ("——", "⸺", "—"):
                self._fall(x + 0.5 * size, place, unit.width * size, size, colour)
            elif unit.kind is Kind.LATIN or unit.text[0].isascii():
                self._turned(unit.text, family, size, x, place, colour)
            elif unit.text[0] in "·•‧":
                self._dot(x + 0.5 * size, place + 0.25 * size, size, colour)
            else:
                for number, character in enumerate(_characters(unit)):
                    face, shown = family.face_for(character)
                    font = face.at(size)
                    self.pen.text(
                        (x, place + (number + ABOVE) * size),
                        shown,
                        colour,
                        font,
                        anchor="ls",
                        features=["vert"],
                        language=LANGUAGE,
                    )

    def _turned(
        self, text: str, family: Family, size: int, x: float, y: float, colour: str
    ) -> None:
        face, shown = family.face_for(text)
        font = face.at(size)
        width = font.getlength(shown)
        if stands_upright(text):
            if width > size:  # two wide letters
                font = face.at(max(int(size * size / width), 8))
                width = font.getlength(shown)
            middle = x + (size - width) / 2
            self.pen.text((middle, y + ABOVE * size), shown, colour, font, anchor="ls")
            return
        room = Image.new("L", (int(width) + 2, round(size * 1.3)))
        ImageDraw.Draw(room).text((0, round(size * 0.95)), shown, 255, font, anchor="ls")
        turned = room.transpose(Image.Transpose.ROTATE_270)
        # Turned, the base line stands a little left of the middle of the column.
        left = round(x + 0.5 * size - (turned.width - 0.58 * size))
        self.image.paste(colour, (left, round(y)), turned)

    def _dash(self, x: float, middle: float, width: float, size: int, colour: str) -> None:
        air, half = DASH_AIR * size, max(DASH_THICKNESS * size / 2, 0.75)
        self.pen.rectangle((x + air, middle - half, x + width - air, middle + half), fill=colour)

    def _fall(self, middle: float, y: float, length: float, size: int, colour: str) -> None:
        air, half = DASH_AIR * size, max(DASH_THICKNESS * size / 2, 0.75)
        self.pen.rectangle((middle - half, y + air, middle + half, y + length - air), fill=colour)

    def _dot(self, x: float, y: float, size: int, colour: str) -> None:
        radius = 0.065 * size
        self.pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def units_of(text: str, family: Family, size: int, *, vertical: bool = False) -> list[Unit]:
    """Return a short text as units, in one line."""

    def latin_width(run: str) -> float:
        return 1.0 if vertical and stands_upright(run) else em(run, family, size)

    return cut(text, latin_width, longest=float("inf"))


def _places(
    units: Sequence[Unit], size: int, start: float, spread: float
) -> list[tuple[Unit, float]]:
    """Return each unit that is drawn with the place of its square along the line."""
    if not units:
        return []
    place = start - units[0].air_before * size
    places = [(units[0], place)]
    for left, right in pairwise(units):
        place += (left.width + between(left, right)) * size + spread
        places.append((right, place))
    return [(unit, place) for unit, place in places if is_drawn(unit)]


def _spread(line: Line, setting: Setting) -> float:
    """Return the pixels to add between two units so that the line fills the measure."""
    units = line.shown
    missing = setting.measure - line.width * setting.size
    if len(units) < 2 or (missing > 0 and (not setting.justified or line.is_last)):
        return 0.0
    spread = missing / (len(units) - 1)
    return spread if spread <= MOST_STRETCHED * setting.size else 0.0


def _glyphs(unit: Unit, family: Family, size: int) -> list[tuple[float, str]]:
    if unit.text[0] in "·•‧":
        face, shown = family.face_for(unit.text[0])
        return [((unit.width * size - face.at(size).getlength(shown)) / 2, unit.text)]
    if unit.kind is Kind.DASH:
        return [(number * size, character) for number, character in enumerate(unit.text)]
    return [(0.0, unit.text)]


def _characters(unit: Unit) -> list[str]:
    """Return what is drawn square by square: a character keeps its combining marks."""
    return list(unit.text) if unit.kind is Kind.DASH else [unit.text]

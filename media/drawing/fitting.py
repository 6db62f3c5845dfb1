"""A text in the largest size at which it fits, and in the lines that suit it."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from media.drawing.fonts import Family
from media.drawing.typesetting.breaking import Broken, Line, break_lines
from media.drawing.typesetting.units import Kind, Unit, cut

SIZES = (112, 104, 96, 88, 80, 72, 66, 60, 54, 50, 46, 42, 38, 35, 32, 30, 28, 26, 24, 22)
SHORT = 110  # characters; a longer text is set as a block with both edges straight
# Parts of the measure that a short text may keep to, for the sake of even lines.
NARROWER = (1.0, 0.86, 0.74, 0.62, 0.5)
FEWEST_EMS = 4.5
SMALLER = 0.62  # a short text is set smaller than it could be, down to this, for better breaks
LIGHTEST = 0.88  # what squeezing leaves of a text's width, at least
CUT_OFF = "……"
SIZE_PRICE = 0.17
_SENTENCE_ENDS = "。！？；!?;"


@dataclass(frozen=True)
class Setting:
    """A text that is ready to be drawn.

    Attributes:
        lines: from the first to the last.
        size: of a character, in pixels.
        pitch: from one line to the next, in pixels.
        measure: the length of a full line, in pixels; the longest line where none is stretched.
        justified: whether lines are stretched to the measure.
        is_whole: whether the text is all there.
    """

    lines: tuple[Line, ...]
    size: int
    pitch: int
    measure: int
    justified: bool
    is_whole: bool = True

    @property
    def depth(self) -> int:
        """Pixels from the first line's near edge to the last line's far one."""
        return (len(self.lines) - 1) * self.pitch + self.size


def fit(
    text: str,
    family: Family,
    *,
    length: int,
    depth: int,
    vertical: bool = False,
    sizes: Sequence[int] = SIZES,
    leading: float = 1.66,
    most_lines: int | None = None,
) -> Setting:
    """Return ``text`` set into a room.

    Args:
        length, depth: of the room, along a line and across the lines, in pixels.
        vertical: lines run from top to bottom; figures of two stand upright.
        sizes: that may be chosen, the largest first. Where the text does not fit in the smallest,
            it ends with an ellipsis after a sentence.
        leading: the pitch in sizes.
        most_lines: however deep the room is.
    """
    room = _Room(family, length, depth, vertical, leading, most_lines)
    units = room.units(text, sizes[-1])
    if len(text) <= SHORT and "\n" not in text:
        chosen = _even(room, units, sizes, _inside_words(text))
    else:
        chosen = _straight(room, units, sizes)
    return chosen or room.shortened(text, sizes[-1])


def _even(
    room: "_Room", units: list[Unit], sizes: Sequence[int], in_words: frozenset[int]
) -> Setting | None:
    """Return the short text in lines of like length, a little smaller where they break better."""
    choices: list[tuple[float, Setting]] = []
    for size in sizes:
        if choices and size < SMALLER * choices[0][1].size:
            break
        for part in NARROWER:
            measure = part * room.length / size
            if part < 1 and measure < FEWEST_EMS:
                break
            broken = room.broken(units, size, measure, in_words)
            if broken is None:
                break
            largest = choices[0][1].size if choices else size
            price = broken.cost + SIZE_PRICE * (1 - size / largest)
            choices.append((price, room.setting(broken, size, justified=False)))
    return min(choices, key=lambda choice: choice[0])[1] if choices else None


def _straight(room: "_Room", units: list[Unit], sizes: Sequence[int]) -> Setting | None:
    """Return the long text as a block in the largest size that fits."""
    best = None
    low, high = 0, len(sizes)
    while low < high:  # where a size fits, all smaller ones do
        middle = (low + high) // 2
        size = sizes[middle]
        broken = room.broken(units, size, room.length / size, (), justified=True)
        if broken is None:
            low = middle + 1
        else:
            best, high = room.setting(broken, size, justified=True), middle
    return best


@dataclass(frozen=True)
class _Room:
    family: Family
    length: int
    depth: int
    vertical: bool
    leading: float
    most_lines: int | None

    def lines_at(self, size: int) -> int:
        """How many lines fit."""
        count = int((self.depth - size) // self.pitch(size)) + 1
        return min(count, self.most_lines) if self.most_lines else max(count, 1)

    def pitch(self, size: int) -> int:
        return round(size * self.leading)

    def units(self, text: str, size: int) -> list[Unit]:
        """Cut a text into units, none longer than a line in this size."""

        def latin_width(run: str) -> float:
            return 1.0 if self.vertical and stands_upright(run) else em(run, self.family, size)

        return cut(text, latin_width, longest=self.length / size)

    def broken(
        self,
        units: list[Unit],
        size: int,
        measure: float,
        in_words: Container[int],
        *,
        justified: bool = False,
    ) -> Broken | None:
        """Return the lines, or nothing where they do not fit."""
        most = self.lines_at(size)
        if sum(unit.width for unit in units) * LIGHTEST > most * measure:
            return None
        broken = break_lines(units, measure, justified=justified, in_words=in_words)
        fits = len(broken.lines) <= most and broken.width <= self.length / size + 0.02
        return broken if fits else None

    def setting(
        self, broken: Broken, size: int, *, justified: bool, is_whole: bool = True
    ) -> Setting:
        straight = justified and len(broken.lines) > 1
        measure = self.length if straight else round(broken.width * size)
        pitch = self.pitch(size)
        return Setting(broken.lines, size, pitch, measure, straight, is_whole)

    def shortened(self, text: str, size: int) -> Setting:
        """Set as much as fits, to the end of a sentence where one is near."""
        measure = self.length / size
        most = self.lines_at(size)
        room = int(most * measure)
        while True:
            part = _cut_off(text[:room])
            units = self.units(part, size)
            broken = break_lines(units, measure, justified=True)
            if len(broken.lines) <= most or room <= 2:
                kept = Broken(broken.lines[:most], broken.cost)
                return self.setting(kept, size, justified=True, is_whole=False)
            room = int(room * 0.94)


def em(run: str, family: Family, size: int) -> float:
    """Return the width of a run in ems."""
    face, shown = family.face_for(run)
    return face.at(size).getlength(shown) / size


def stands_upright(run: str) -> bool:
    """Say whether a run is set upright and side by side in a vertical line (纵中横)."""
    return len(run) <= 2 and run.isascii() and run.isdigit()


def _cut_off(text: str) -> str:
    end = max(text.rfind(mark) for mark in _SENTENCE_ENDS) + 1
    kept = text[:end] if end > 0.7 * len(text) else text
    return kept.rstrip("，、：；—… \n") + CUT_OFF


def _inside_words(text: str) -> frozenset[int]:
    """Return the places of a text that lie inside a word of two or three characters."""
    from search.segmentation import words

    inside: set[int] = set()
    place = 0
    for word in words(text):
        if 1 < len(word) <= 3:
            inside.update(range(place + 1, place + len(word)))
        place += len(word)
    return frozenset(inside)


def is_drawn(unit: Unit) -> bool:
    """Say whether a unit leaves ink."""
    return unit.kind not in (Kind.SPACE, Kind.BREAK)

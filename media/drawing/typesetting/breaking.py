"""Breaking a text into lines: never at a forbidden place, at a good one where there is a choice.

All breaks of a paragraph are chosen together (Knuth and Plass, 1981), so that a short text gets
lines of like length and a long one no loose line.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import pairwise

from media.drawing.typesetting.units import NO_START, Kind, Unit, between

# What a break costs, beside the square of the line's relative shortness.
IN_A_WORD, WITHIN_A_CLAUSE, BEFORE_A_DASH, LONELY = 0.16, 0.1, 0.1, 0.6
# … more, if it leaves one or two characters of the clause alone on either side.
STRANDED = {1: 0.3, 2: 0.15}
OVERFULL = 1_000.0
BLANK = (Kind.SPACE, Kind.BREAK)
MEASURES = frozenset("年月日时分秒岁页卷章节条本人个次世")


@dataclass(frozen=True)
class Line:
    """A line: its units, and whether a paragraph ends with it."""

    units: tuple[Unit, ...]
    is_last: bool

    @property
    def text(self) -> str:
        """The characters of the line, with those at its end that are not drawn."""
        return "".join(unit.text for unit in self.units)

    @property
    def shown(self) -> tuple[Unit, ...]:
        """The units without the spaces and line ends that end the line."""
        end = len(self.units)
        while end and self.units[end - 1].kind in BLANK:
            end -= 1
        return self.units[:end]

    @property
    def width(self) -> float:
        """Ems, without the air at both ends."""
        return width_of(self.shown)


@dataclass(frozen=True)
class Broken:
    """A text in lines.

    Attributes:
        lines: in order; joined, their texts are the text.
        cost: how far from even the lines are, and how many breaks are at a poor place; 0 is best.
    """

    lines: tuple[Line, ...]
    cost: float

    @property
    def width(self) -> float:
        """Of the longest line, in ems."""
        return max((line.width for line in self.lines), default=0.0)


def width_of(units: Sequence[Unit]) -> float:
    """Return the width of a line of ``units`` in ems, without the air at both ends."""
    if not units:
        return 0.0
    inner = sum(unit.width for unit in units)
    inner += sum(between(left, right) for left, right in pairwise(units))
    return inner - units[0].air_before - units[-1].air_after


def break_lines(
    units: Sequence[Unit],
    measure: float,
    *,
    justified: bool = False,
    in_words: Container[int] = (),
) -> Broken:
    """Return ``units`` in lines of at most ``measure`` ems.

    Only a run that has no permitted break in it makes a longer line.

    Args:
        justified: all lines but the last are to fill the measure; otherwise they are to be alike.
        in_words: places in the text inside a word; a break there is the last choice.
    """
    lines: list[Line] = []
    cost = 0.0
    for paragraph in _paragraphs(units):
        broken, price = _break_paragraph(paragraph, measure, justified, in_words)
        lines += broken
        cost += price
    return Broken(tuple(lines), cost)


def may_break(units: Sequence[Unit], before: int) -> bool:
    """Say whether a line may end before the unit of this index."""
    right = units[before]
    if right.kind in BLANK or right.may_not_start:
        return False
    end = before - 1
    while end > 0 and units[end].kind in BLANK:
        end -= 1
    if units[end].may_not_end:
        return False
    left = units[before - 1]
    both = {left.kind, right.kind}
    # Half-width marks cling to their words: "so", 3.5 (kg).
    return not (both == {Kind.LATIN} and (len(left.text) == 1 or len(right.text) == 1)) or (
        left.text.isalnum() and right.text.isalnum()
    )


def _paragraphs(units: Sequence[Unit]) -> list[list[Unit]]:
    paragraphs: list[list[Unit]] = [[]]
    for index, unit in enumerate(units):
        paragraphs[-1].append(unit)
        if unit.kind is Kind.BREAK and _may_end_here(units, index):
            paragraphs.append([])
    return [paragraph for paragraph in paragraphs if paragraph]


def _may_end_here(units: Sequence[Unit], index: int) -> bool:
    after = next((unit for unit in units[index + 1 :] if unit.kind not in BLANK), None)
    before = next((unit for unit in reversed(units[:index]) if unit.kind not in BLANK), None)
    if after is None or before is None or units[index + 1].kind in BLANK:
        return False  # blank lines and spaces stay with the line before them
    return after.text[0] not in NO_START and not before.may_not_end


def _break_paragraph(
    units: list[Unit], measure: float, justified: bool, in_words: Container[int]
) -> tuple[list[Line], float]:
    total = len(units)
    places = [0, *(i for i in range(1, total) if may_break(units, i)), total]
    edge = _edges(units)
    sums = [0.0]
    for index, unit in enumerate(units):
        gap = between(unit, units[index + 1]) if index + 1 < total else 0.0
        sums.append(sums[-1] + unit.width + gap)

    def width(start: int, end: int) -> float:
        last = edge[end]
        if last <= start:
            return 0.0
        inner = sums[last - 1] - sums[start] + units[last - 1].width
        return inner - units[start].air_before - units[last - 1].air_after

    whole = width(0, total)
    count = _fewest(places, width, measure)
    target = measure if justified else min(measure, max(whole / count, 1.0))
    best: dict[int, tuple[float, int]] = {0: (0.0, -1)}
    for number, end in enumerate(places[1:], start=1):
        options = []
        for start in reversed(places[:number]):
            length = width(start, end)
            is_only = start == places[number - 1]
            if length > measure + 1e-6 and not is_only:
                break
            price = _price(length, target, measure, is_last=end == total, justified=justified)
            if end < total and not justified:
                price += _place_price(units, end, in_words)
            options.append((best[start][0] + price, start))
        best[end] = min(options)
    cuts, place = [total], total
    while place:
        place = best[place][1]
        cuts.append(place)
    cuts.reverse()
    lines = [Line(tuple(units[a:b]), is_last=b == total) for a, b in pairwise(cuts)]
    return lines, best[total][0] / len(lines)


def _edges(units: list[Unit]) -> list[int]:
    """For each end of a line, the index after the last unit that is drawn."""
    edge = [0]
    for index, unit in enumerate(units, start=1):
        edge.append(edge[-1] if unit.kind in BLANK else index)
    return edge


def _fewest(places: list[int], width, measure: float) -> int:
    count, start, previous = 1, 0, 0
    for place in places[1:]:
        if width(start, place) > measure + 1e-6 and previous > start:
            count, start = count + 1, previous
        previous = place
    return count


def _price(
    length: float, target: float, measure: float, *, is_last: bool, justified: bool
) -> float:
    if length > measure + 1e-6:
        return OVERFULL + length
    lonely = LONELY if is_last and length < min(2.0, target / 2) else 0.0
    if justified and is_last:
        return lonely
    return ((target - length) / target) ** 2 + lonely


def _place_price(units: list[Unit], end: int, in_words: Container[int]) -> float:
    left, right = units[end - 1], units[end]
    if right.start in in_words or (left.text[-1].isdecimal() and right.text[0] in MEASURES):
        return IN_A_WORD + WITHIN_A_CLAUSE + _stranded(units, end)
    if right.kind is Kind.DASH:
        return BEFORE_A_DASH
    if left.kind is Kind.CLOSE and left.text[-1] not in "、":
        return 0.0
    return WITHIN_A_CLAUSE + _stranded(units, end)


def _stranded(units: list[Unit], end: int) -> float:
    """Price a break before ``end`` that parts very little of a clause from the rest of it."""
    for count, price in STRANDED.items():
        after, before = end + count, end - count - 1
        if after < len(units) and units[after].kind is Kind.CLOSE:
            return price
        if before >= 0 and units[before].kind is Kind.CLOSE:
            return price
    return 0.0

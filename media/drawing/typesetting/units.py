"""A text as units that are never broken: a character, a word, a number, a dash of two."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

OPENING = frozenset("（「『【〈《〔〖［｛“‘([{")
CLOSING = frozenset("）」』】〉》〕〗］｝”’)]}")
PAUSES = frozenset("，。、；：！？．,.;:!?")
# GB/T 15834-2011, 5.1: none of these begins a line; nor does what belongs to the figure before.
NO_START = CLOSING | PAUSES | frozenset("…～~·・‧•%％‰℃°′″々〻ー〜－-‐–/／")
# … and none of these ends one.
NO_END = OPENING | frozenset("$￥¥￡€#＃@＠№")
# These fill one half of their square; the other half is air that may be taken away.
HALF_AIR_AFTER = frozenset("，。、；：！？．）」』】〉》〕〗］｝”’")
HALF_AIR_BEFORE = frozenset("（「『【〈《〔〖［｛“‘")

SPACE = 0.25  # of an em; also the air between Han and Latin letters, halved
AUTOSPACE = 0.16

_LATIN = r"0-9A-Za-z\u00b5\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff\u1e00-\u1eff"
_MARKS = r"[\u0300-\u036f\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef\u200d]*"
_UNIT = re.compile(
    rf"(?P<break>\r\n|[\n\r\v\f\u2028\u2029])"
    rf"|(?P<space>[ \t\u00a0\u2002-\u200a]+)"
    rf"|(?P<dash>—{{2}}|⸺)|(?P<dots>…{{2}})"
    rf"|(?P<latin>[{_LATIN}]{_MARKS}(?:['’.,:/_\-–@&+·~]?[{_LATIN}]{_MARKS})*(?:[%‰°℃])?)"
    rf"|(?P<one>.{_MARKS})",
    re.DOTALL,
)


class Kind(Enum):
    """How a unit behaves."""

    HAN = auto()
    OPEN = auto()
    CLOSE = auto()
    DASH = auto()
    LATIN = auto()
    SPACE = auto()
    BREAK = auto()


@dataclass(frozen=True)
class Unit:
    """A piece of a text that stays together.

    Attributes:
        text: its characters, as they stand in the text.
        kind: how it behaves.
        width: in ems, before anything is squeezed.
        start: where it begins in the text.
    """

    text: str
    kind: Kind
    width: float
    start: int

    @property
    def may_not_start(self) -> bool:
        return self.text[0] in NO_START

    @property
    def may_not_end(self) -> bool:
        return self.text[-1] in NO_END

    @property
    def air_before(self) -> float:
        return 0.5 if self.text[0] in HALF_AIR_BEFORE else 0.0

    @property
    def air_after(self) -> float:
        return 0.5 if self.text[-1] in HALF_AIR_AFTER else 0.0


def cut(text: str, latin_width: Callable[[str], float], *, longest: float) -> list[Unit]:
    """Return ``text`` as units; joined, they are the text.

    Args:
        latin_width: gives the width of a run of Latin letters or figures, in ems.
        longest: ems; a longer run (an address) is cut between its letters.
    """
    units: list[Unit] = []
    for match in _UNIT.finditer(text):
        for piece, start in _pieces(match, latin_width, longest):
            kind = _kind(match, piece)
            units.append(Unit(piece, kind, _width(piece, kind, latin_width), start))
    return units


def _pieces(
    match: re.Match, latin_width: Callable[[str], float], longest: float
) -> list[tuple[str, int]]:
    text, start = match[0], match.start()
    if match.lastgroup != "latin" or latin_width(text) <= longest:
        return [(text, start)]
    pieces, begin = [], 0
    for end in range(1, len(text) + 1):
        # What may not begin a line stays with the letter before it.
        fits = end < len(text) and (latin_width(text[begin : end + 1]) <= longest)
        if not fits and not (end < len(text) and text[end] in NO_START and end - begin < 200):
            pieces.append((text[begin:end], start + begin))
            begin = end
    return pieces


def _kind(match: re.Match, text: str) -> Kind:
    named = {"break": Kind.BREAK, "space": Kind.SPACE, "latin": Kind.LATIN}
    if match.lastgroup in named:
        return named[match.lastgroup]
    if match.lastgroup in ("dash", "dots"):
        return Kind.DASH
    if text[0] in OPENING:
        return Kind.OPEN
    if text[0] in CLOSING or text[0] in PAUSES:
        return Kind.CLOSE
    if ord(text[0]) < 0x2E80 and text[0] not in "…—·“”‘’※○●◎□■△▲☆★→←↑↓":
        return Kind.LATIN
    return Kind.HAN


def _width(text: str, kind: Kind, latin_width: Callable[[str], float]) -> float:
    if kind is Kind.BREAK:
        return 0.0
    if kind is Kind.SPACE:
        return SPACE * len(text)
    if kind is Kind.DASH:
        return 2.0
    if text[0] in "·•‧":
        return 0.5
    is_half = kind is Kind.LATIN or (kind is not Kind.HAN and ord(text[0]) < 0x80)
    return latin_width(text) if is_half else 1.0


def between(left: Unit, right: Unit) -> float:
    """Return what two neighbours add to, or take from, the width of a line, in ems.

    Two marks side by side share their air: 。” and ，“ and 》（ take one and a half squares.
    A little air parts Han from Latin letters and figures.
    """
    if left.air_after and (right.air_after or right.air_before):
        return -0.5
    if left.air_before and right.air_before:
        return -0.5
    if {left.kind, right.kind} == {Kind.HAN, Kind.LATIN}:
        return AUTOSPACE
    return 0.0

"""The faces that cards are set in: found once a process, each glyph looked up before it is set."""

import re
import sys
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from PIL import ImageFont

NO_FONT = "服务器没有中文字体，不能绘制图片。请管理员安装 fonts-noto-cjk 后重启服务。"
GETA = "〓"  # what a printer sets where the type is missing
# The packaged font, without serifs, serves where the machine has none (``requirements.in``).
PACKAGED = "manimgx_fonts_cjk"
FOLDERS = (
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/opentype/source-han-serif",
    "/usr/share/fonts/noto-cjk",
    "/usr/share/fonts/google-noto-serif-cjk-fonts",
    "/usr/share/fonts/google-noto-sans-cjk-fonts",
    "/usr/local/share/fonts",
)
SERIF = ("NotoSerifCJK", "NotoSerifCJKsc", "SourceHanSerifSC", "NotoSerifSC")
SANS = ("NotoSansCJK", "NotoSansCJKsc", "SourceHanSansSC", "NotoSansSC")
WEIGHTS = {"Regular": 400, "Bold": 700}
_PICTOGRAPHS = re.compile(
    "[\u200d\u20e3\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f]"
)
MOST_COLLECTED = 12  # faces of one collection that are looked through


class NoFont(Exception):
    """This machine has no font with Chinese characters; the text says what to install."""


@dataclass(frozen=True)
class Face:
    """One face of a font file.

    Attributes:
        path, index: the file and the face's place in it.
        axis: the weight, where the file is a variable font.
    """

    path: str
    index: int
    axis: int | None = None

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """Return the face in a size in pixels."""
        return _sized(self, size)

    def has(self, character: str) -> bool:
        """Say whether the face has a glyph for the character."""
        code = ord(character)
        return bool(_coverage(self.path, self.index)[code >> 3] & (1 << (code & 7)))


@dataclass(frozen=True)
class Family:
    """A face and those that help out with its missing glyphs, in order."""

    faces: tuple[Face, ...]

    def face_for(self, text: str) -> tuple[Face, str]:
        """Return the first face that has all of ``text``, and the text to set in it.

        What no face has becomes ``〓``, one for each character.
        """
        for face in self.faces:
            if all(face.has(character) for character in text):
                return face, text
        first = self.faces[0]
        known = [c if first.has(c) else "" if _is_mark(c) else GETA for c in text]
        return first, "".join(known)

    def drawable(self, text: str) -> str:
        """Return ``text`` without the pictographs (emoji) that no face has.

        A missing character must show as ``〓``; a missing smile is missed by nobody.
        """
        return _PICTOGRAPHS.sub(
            lambda found: found[0] if any(face.has(found[0]) for face in self.faces) else "", text
        )


def problem() -> str:
    """Return why no card can be drawn here and what to install; empty where it can."""
    try:
        serif()
    except NoFont as missing:
        return str(missing)
    return ""


@cache
def serif(weight: str = "Regular") -> Family:
    """The voice of people: Song, or what the machine has.

    Args:
        weight: ``Regular`` or ``Bold``.

    Raises:
        NoFont: there is none.
    """
    return _family(SERIF, SANS, weight)


@cache
def sans(weight: str = "Regular") -> Family:
    """The voice of the site: Hei. Arguments and errors as ``serif``."""
    return _family(SANS, SERIF, weight)


def _family(first: tuple[str, ...], then: tuple[str, ...], weight: str) -> Family:
    other = "Regular" if weight == "Bold" else "Bold"
    faces = [
        face
        for stems, wanted in ((first, weight), (first, other), (then, weight), (then, other))
        if (face := _in_folders(stems, wanted))
    ]
    if packaged := _packaged(WEIGHTS[weight]):
        faces.append(packaged)
    if not faces:
        raise NoFont(NO_FONT)
    return Family(tuple(faces))


def _in_folders(stems: tuple[str, ...], weight: str) -> Face | None:
    own = [settings.CARD_FONTS] if settings.CARD_FONTS else []
    for folder in (*own, *FOLDERS):
        for stem in stems:
            for suffix in ("ttc", "otf", "ttf"):
                path = Path(folder) / f"{stem}-{weight}.{suffix}"
                if path.is_file() and (index := _simplified(str(path))) is not None:
                    return Face(str(path), index)
    return None


def _packaged(weight: int) -> Face | None:
    found = find_spec(PACKAGED)
    for folder in (found.submodule_search_locations or []) if found else []:
        for path in sorted(Path(folder).glob("*.ttc")):
            if (index := _simplified(str(path))) is not None:
                return Face(str(path), index, weight)
    return None


@cache
def _simplified(path: str) -> int | None:
    """Return which face of a file has the forms of the mainland; nothing if it cannot be read."""
    for index in range(MOST_COLLECTED):
        try:
            name = ImageFont.truetype(path, 16, index=index).getname()[0] or ""
        except OSError:
            return None
        if name.endswith("SC"):
            return index
        if not path.endswith("ttc"):
            return 0
    return None


# A face of one size weighs one to three megabytes: few are kept.
@lru_cache(maxsize=24)
def _sized(face: Face, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(face.path, size, index=face.index)
    if face.axis is not None:
        font.set_variation_by_axes([face.axis])
    return font


@cache
def _coverage(path: str, index: int) -> bytes:
    """Return one bit for each code point that the face has."""
    from fontTools.ttLib import TTFont

    bits = bytearray((sys.maxunicode >> 3) + 1)
    with TTFont(path, fontNumber=index, lazy=True) as font:
        for code in font.getBestCmap() or ():
            bits[code >> 3] |= 1 << (code & 7)
    return bytes(bits)


def _is_mark(character: str) -> bool:
    code = ord(character)
    return (
        0x300 <= code <= 0x36F
        or 0x20D0 <= code <= 0x20FF
        or code in (0x200D, 0xFE0E, 0xFE0F)
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
    )

"""Plain lines of Chinese text for tall sheets, where nothing is justified or set vertically."""

from PIL import ImageFont

from media.drawing.fonts import sans, serif

# 避头尾: what may not begin a line, and what may not end one (GB/T 15834-2011).
NOT_FIRST = frozenset("，。、；：？！）》」』”’…—～·,.;:?!)%")
NOT_LAST = frozenset("（《「『“‘(")


def face(name: str, size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return a font, ``serif`` or ``sans``, of so many pixels.

    Raises:
        NoFont: this machine has no Chinese font.
    """
    family = {"serif": serif, "sans": sans}[name]("Bold" if bold else "Regular")
    return family.faces[0].at(size)


def lines(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Return ``text`` in lines that fit ``width`` pixels, punctuation never at a line's start."""
    found: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for character in paragraph:
            if line and font.getlength(line + character) > width:
                kept, line = _cut(line, character)
                found.append(kept)
            line += character
        found.append(line)
    return [line for line in found if line]


def _cut(line: str, following: str) -> tuple[str, str]:
    """Return what stays in a full line and what goes to the next with ``following``."""
    end = len(line)
    while end and ((line[end:] + following)[0] in NOT_FIRST or line[end - 1] in NOT_LAST):
        end -= 1
    return (line[:end], line[end:]) if end else (line, "")  # nothing but marks: broken anywhere

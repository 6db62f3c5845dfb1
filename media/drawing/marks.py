"""What every card carries beside its text: the seal, the QR code, the attribution."""

import segno
from PIL import Image

from media.drawing.canvas import Canvas
from media.drawing.fonts import Family
from media.drawing.palette import SEAL_LETTER

QUIET = 4  # modules of empty ground around a code (ISO/IEC 18004)
MOST_IN_SEAL = 9


def code_image(address: str, room: int, *, dark: str, light: str) -> Image.Image:
    """Return an address as QR code, its quiet zone included, in at most ``room`` pixels.

    Each module is a whole number of pixels. Error correction M (15 %).
    """
    matrix = segno.make(address, error="m", micro=False, boost_error=False).matrix
    count = len(matrix) + 2 * QUIET
    scale = max(room // count, 1)
    image = Image.new("RGB", (count, count), light)
    for y, row in enumerate(matrix):
        for x, is_dark in enumerate(row):
            if is_dark:
                image.putpixel((x + QUIET, y + QUIET), _rgb(dark))
    return image.resize((count * scale, count * scale), Image.Resampling.NEAREST)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def draw_seal(
    canvas: Canvas, family: Family, name: str, left: int, top: int, size: int, *, colour: str
) -> None:
    """Draw a square seal with a name cut into it, read from top to bottom and right to left."""
    characters = [c for c in name if c.isalnum() and ord(c) > 0x2E80][:MOST_IN_SEAL]
    canvas.bar(left, top, size, size, colour)
    edge = max(size // 24, 2)
    canvas.frame(
        left + edge,
        top + edge,
        left + size - edge,
        top + size - edge,
        max(edge // 2, 1),
        SEAL_LETTER,
    )
    if not characters:
        return
    columns = 1 if len(characters) == 1 else 2 if len(characters) <= 6 else 3
    rows = -(-len(characters) // columns)
    inner = size - 5 * edge
    type_size = int(min(inner / rows, inner / columns))
    across = inner / columns
    down = inner / rows
    for number, character in enumerate(characters):
        column, row = divmod(number, rows)
        x = left + 2.5 * edge + inner - (column + 1) * across + (across - type_size) / 2
        y = top + 2.5 * edge + row * down + (down - type_size) / 2
        canvas.line(character, family, type_size, round(x), round(y), SEAL_LETTER)


def attribution(author: str, source: str) -> str:
    """Return author and source as they stand below a text: ``孔子《论语·为政》``."""
    author, source = author.strip(), source.strip()
    if not author or not source or source[0] in "《〈（「『【":
        return f"{author}{source}"
    return f"{author}，{source}"

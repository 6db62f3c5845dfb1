"""Covers of books that have no licensed picture: cloth, a paper slip, the title from top to bottom.

The same book always looks the same. The cloth's hue tells the kind, its shade the title.
"""

import hashlib

from media.drawing import palette as p
from media.drawing.canvas import Canvas
from media.drawing.encoding import drawing, encoded
from media.drawing.fitting import fit
from media.drawing.fonts import serif

VERSION = 1
WIDTH, HEIGHT = 480, 640
# Dyes of old bindings: cinnabar, indigo, ink and bark, two or three vats of each.
CLOTHS = {
    "classic": ("#8c2f1d", "#7d3322", "#96402b"),
    "monograph": ("#2f4356", "#364a58", "#2a3b4f"),
    "general": ("#544c42", "#4c5245", "#5d4d3e"),
}
THREAD = "#d9cdb8"
SIZES = (62, 56, 50, 45, 40, 36, 32, 28, 25, 22)


def cloth_of(title: str, kind: str) -> str:
    """Return the colour of a book's cloth."""
    vats = CLOTHS.get(kind, CLOTHS["general"])
    return vats[hashlib.sha256(title.encode()).digest()[0] % len(vats)]


def draw_cover(title: str, authors: str, kind: str) -> bytes:
    """Return the cover of a book as WebP, 480 by 640 pixels.

    Args:
        title: without the marks 《》.
        authors: as in the catalogue, or empty.
        kind: a value of ``WorkKind``.

    Raises:
        media.drawing.fonts.NoFont: this machine has no Chinese font.
    """
    with drawing:
        canvas = _draw(title.strip()[:120], authors.strip()[:80], cloth_of(title, kind))
    return encoded(canvas.image, {"format": "WEBP", "quality": 86, "method": 3})


def _draw(title: str, authors: str, cloth: str) -> Canvas:
    canvas = Canvas(WIDTH, HEIGHT, cloth)
    _weave(canvas, cloth)
    _stitches(canvas)
    room = 440
    text = fit(
        title, serif("Bold"), length=room, depth=190, vertical=True, sizes=SIZES, leading=1.24,
        most_lines=3,
    )  # fmt: skip
    wide = text.depth + 44
    high = max(text.measure + 64, 240)
    left, top = 44, 44
    canvas.bar(left, top, wide, high, p.PAPER)
    canvas.frame(left + 6, top + 6, left + wide - 6, top + high - 6, 2, p.INK_2)
    canvas.columns(text, serif("Bold"), left + wide - 22, top + 32, p.INK)
    if authors:
        said = fit(
            authors, serif(), length=WIDTH - 2 * 44 - 50, depth=66, sizes=(26, 24, 22, 20, 18, 16),
            leading=1.35, most_lines=2,
        )  # fmt: skip
        canvas.block(said, serif(), 44, HEIGHT - 44 - said.depth, THREAD)
    return canvas


def _weave(canvas: Canvas, cloth: str) -> None:
    """Draw the threads of the cloth, a little darker and lighter than its ground."""
    darker, lighter = _shade(cloth, 0.94), _shade(cloth, 1.07)
    for y in range(0, HEIGHT, 4):
        canvas.bar(0, y, WIDTH, 1, darker)
    for x in range(0, WIDTH, 4):
        canvas.bar(x, 0, 1, HEIGHT, lighter if x % 8 else darker)


def _stitches(canvas: Canvas) -> None:
    """Draw the thread of the binding along the right edge, as books were bound."""
    x = WIDTH - 46
    canvas.bar(x, 0, 2, HEIGHT, THREAD)
    for y in (40, HEIGHT // 3, HEIGHT * 2 // 3, HEIGHT - 42):
        canvas.bar(x, y, WIDTH - x, 2, THREAD)


def _shade(colour: str, factor: float) -> str:
    parts = (min(int(int(colour[i : i + 2], 16) * factor), 255) for i in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in parts)

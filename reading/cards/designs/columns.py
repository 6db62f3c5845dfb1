"""竖排: a ruled page of a thread-bound book, read from top to bottom and right to left."""

from media.drawing import palette as p
from media.drawing.canvas import Canvas
from media.drawing.fitting import Setting, fit
from media.drawing.fonts import sans, serif
from media.drawing.marks import code_image, draw_seal
from reading.cards.designs import Words
from reading.cards.designs.parts import date_in_numerals, set_source

EDGE, FOOT = 56, 176
LEADING = 1.72


def draw(words: Words, width: int, height: int) -> Canvas:
    """Draw the card."""
    canvas = Canvas(width, height, p.PAPER)
    left, right, top, bottom = EDGE, width - EDGE, EDGE, height - EDGE - FOOT
    canvas.frame(left, top, right, bottom, 6, p.INK)
    canvas.frame(left + 12, top + 12, right - 12, bottom - 12, 2, p.INK)

    head, foot = top + 52, bottom - 52
    source = set_source(words, serif(), length=foot - head - 130, most=32, vertical=True)
    across = right - left - 2 * 44
    room = across - source.depth - 72
    text = fit(words.text, serif(), length=foot - head, depth=room, vertical=True, leading=LEADING)
    # Few columns stand in the middle of the page, many fill it from its right edge.
    used = text.depth + 72 + source.depth
    start = right - 44 - max((across - used) // 2, 0)
    low = (foot - head - text.measure) * 40 // 100
    _rules(canvas, text, start, top + 14, bottom - 14, (left + 14, right - 14))
    canvas.columns(text, serif(), start, head, p.INK, low=low)
    x = start - text.depth - 72
    _source(canvas, words, source, x, foot)
    _foot(canvas, words, left, right, bottom, height - bottom)
    return canvas


def _rules(
    canvas: Canvas, text: Setting, start: int, top: int, bottom: int, limits: tuple[int, int]
) -> None:
    """Draw the lines between the columns across the whole page."""
    half = (text.pitch - text.size) // 2
    if text.size < 30:  # so close together they would be a grid
        return
    x = start + half
    while x + text.pitch < limits[1] - half:
        x += text.pitch
    while x > limits[0] + text.pitch // 2:
        if x < limits[1] - text.pitch // 4:
            canvas.bar(x, top, 1, bottom - top, p.COLUMN_LINE)
        x -= text.pitch


def _source(canvas: Canvas, words: Words, source: Setting, right: int, foot: int) -> None:
    """Draw author and source at the foot of their columns, the seal below them."""
    seal = 84 if words.site else 0
    room_end = foot - (seal + 22 if seal else 0)
    low = room_end - source.measure
    canvas.columns(source, serif(), right, 0, p.INK_2, low=low)
    if seal:
        middle = right - source.depth // 2
        draw_seal(
            canvas, serif("Bold"), words.site, middle - seal // 2, foot - seal, seal,
            colour=p.CINNABAR,
        )  # fmt: skip


def _foot(canvas: Canvas, words: Words, left: int, right: int, top: int, height: int) -> None:
    middle = top + (height - EDGE // 2) // 2 + 6
    canvas.line(words.label, serif("Bold"), 30, left, middle - 44, p.CINNABAR, spacing=0.08)
    below = "　".join(
        part for part in (date_in_numerals(words.day) if words.day else "", words.site) if part
    )
    canvas.line(below, sans(), 25, left, middle + 12, p.INK_3)
    if words.address:
        code = code_image(words.address, height - 30, dark=p.INK, light=p.PAPER)
        canvas.image.paste(code, (right + 14 - code.width, middle - code.height // 2))

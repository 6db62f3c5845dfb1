"""夜读: pale words on a dark ground."""

from media.drawing import palette as p
from media.drawing.canvas import Canvas
from media.drawing.fitting import fit
from media.drawing.fonts import sans, serif
from reading.cards.designs import Words
from reading.cards.designs.parts import date_in_figures, draw_foot, set_source

SIDE, FOOT = 96, 190


def draw(words: Words, width: int, height: int) -> Canvas:
    """Draw the card."""
    canvas = Canvas(width, height, p.NIGHT)
    left, right = SIDE, width - SIDE
    canvas.bar(left, 84, 8, 72, p.CINNABAR)
    canvas.line(words.label, serif("Bold"), 32, left + 30, 80, p.PALE, spacing=0.08)
    if words.day:
        canvas.line(date_in_figures(words.day), sans(), 25, left + 30, 130, p.PALE_2)

    top, bottom = 206, height - FOOT - 20
    source = set_source(words, sans(), length=right - left - 60, most=30)
    is_long = len(words.text) > 160
    gap = 34 if is_long else 56
    room = bottom - top - (10 if is_long else 60) - gap - source.depth
    text = fit(words.text, serif(), length=right - left, depth=room, leading=1.62)
    start = top + (bottom - top - text.depth - gap - source.depth) * 45 // 100
    canvas.block(text, serif(), left, start, p.PALE)
    below = start + text.depth + gap
    canvas.bar(left, below + source.size // 2, 36, 2, p.CINNABAR_ON_NIGHT)
    canvas.block(source, sans(), left + 58, below, p.PALE_2)
    canvas.bar(left, height - FOOT, right - left, 1, "#4a433a")
    draw_foot(
        canvas, words, left=left, right=right, top=height - FOOT + 2, height=FOOT - 20,
        ink=p.PALE, faint=p.PALE_2, seal=p.CINNABAR, dark=p.INK, light=p.WASH,
    )  # fmt: skip
    return canvas

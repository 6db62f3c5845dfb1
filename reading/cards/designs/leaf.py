"""素笺: ink on paper between a thick and a thin rule."""

from media.drawing import palette as p
from media.drawing.canvas import Canvas
from media.drawing.fitting import fit
from media.drawing.fonts import sans, serif
from reading.cards.designs import Words
from reading.cards.designs.parts import date_in_figures, draw_foot, set_source

EDGE, INSIDE = 44, 104
HEAD, FOOT = 168, 176


def draw(words: Words, width: int, height: int) -> Canvas:
    """Draw the card."""
    canvas = Canvas(width, height, p.PAPER)
    canvas.frame(EDGE, EDGE, width - EDGE, height - EDGE, 7, p.INK)
    canvas.frame(EDGE + 14, EDGE + 14, width - EDGE - 14, height - EDGE - 14, 2, p.INK)
    left, right = INSIDE, width - INSIDE
    canvas.line(words.label, serif("Bold"), 32, left, 98, p.CINNABAR, spacing=0.08)
    if words.day:
        canvas.line(date_in_figures(words.day), sans(), 26, right, 102, p.INK_3, align="right")
    canvas.bar(left, HEAD - 14, right - left, 1, p.RULE)

    bottom = height - EDGE - 14 - FOOT
    source = set_source(words, sans(), length=right - left, most=30)
    is_long = len(words.text) > 160
    gap = 30 if is_long else 52
    room = bottom - HEAD - (40 if is_long else 88) - gap - source.depth
    text = fit(words.text, serif(), length=right - left, depth=room, leading=1.58)
    whole = text.depth + gap + source.depth
    top = HEAD + (bottom - HEAD - whole) * 46 // 100
    x = left + (right - left - text.measure) // 2
    canvas.block(text, serif(), x, top, p.INK)
    # The source ends where the text ends, unless it needs more room than the text takes.
    end = max(x + text.measure, left + source.measure)
    canvas.block(
        source, sans(), end - source.measure, top + text.depth + gap, p.INK_2, align="right"
    )
    canvas.bar(left, bottom, right - left, 1, p.RULE)
    draw_foot(
        canvas, words, left=left, right=right + 12, top=bottom + 2, height=FOOT - 4,
        ink=p.INK, faint=p.INK_3, seal=p.CINNABAR, dark=p.INK, light=p.PAPER,
    )  # fmt: skip
    return canvas

"""日历: a leaf torn from a day calendar, the figure of the day above the words."""

from datetime import date

from media.drawing import palette as p
from media.drawing.canvas import Canvas
from media.drawing.fitting import fit
from media.drawing.fonts import sans, serif
from reading.cards.designs import Words
from reading.cards.designs.parts import (
    WEEKDAYS,
    draw_foot,
    in_numerals,
    set_source,
    year_in_numerals,
)

SIDE, FOOT = 100, 172


def draw(words: Words, width: int, height: int) -> Canvas:
    """Draw the card; a text without a day has its label in the day's place."""
    canvas = Canvas(width, height, p.SHEET)
    is_long = len(words.text) > 160
    is_tall = height > width
    band = 264 if is_tall and not is_long else 210 if not is_long else 150
    canvas.bar(0, 0, width, 22, p.CINNABAR)
    left, right = SIDE, width - SIDE
    if words.day:
        foot = _day(canvas, words.day, left, 58, band - 40)
        canvas.line(words.label, serif("Bold"), 28, right, foot - 27, p.CINNABAR,
                    align="right", spacing=0.08)  # fmt: skip
    else:
        canvas.line(words.label, serif("Bold"), 40, left, 84, p.CINNABAR, spacing=0.1)
    top = band + 52
    canvas.bar(left, top, right - left, 5, p.INK)
    canvas.bar(left, top + 10, right - left, 1, p.INK)

    bottom = height - FOOT - 18
    source = set_source(words, sans(), length=right - left, most=29)
    gap = 28 if is_long else 46
    room = bottom - top - (56 if is_long else 96) - gap - source.depth
    text = fit(words.text, serif(), length=right - left, depth=room, leading=1.56)
    start = top + 12 + (bottom - top - 12 - text.depth - gap - source.depth) * 46 // 100
    canvas.block(text, serif(), left, start, p.INK)
    canvas.block(source, sans(), left, start + text.depth + gap, p.INK_2)
    canvas.bar(left, bottom, right - left, 1, p.RULE)
    draw_foot(
        canvas, words, left=left, right=right + 12, top=bottom + 4, height=FOOT - 4,
        ink=p.INK, faint=p.INK_3, seal=p.CINNABAR, dark=p.INK, light=p.SHEET,
    )  # fmt: skip
    return canvas


def _day(canvas: Canvas, day: date, left: int, top: int, room: int) -> int:
    """Draw the figure, month and weekday; returns where the figure stands."""
    size = room if room < 200 else 220
    # A figure fills about three quarters of its square; its foot stands on the band's.
    shift = round(size * 0.12)
    width = canvas.line(str(day.day), serif("Bold"), size, left - 6, top - shift, p.CINNABAR)
    x = left + round(width) + 36
    line = 34 if room > 120 else 28
    month = f"{in_numerals(day.month)}月"
    weekday = f"星期{WEEKDAYS[day.weekday()]}"
    foot = top - shift + round(size * 0.88)
    canvas.line(weekday, sans(), line - 6, x, foot - line + 4, p.INK_3)
    canvas.line(f"{year_in_numerals(day)}{month}", serif("Bold"), line, x,
                foot - 2 * line - 14, p.INK)  # fmt: skip
    return foot

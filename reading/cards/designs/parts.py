"""Parts that several designs share."""

from datetime import date

from media.drawing.canvas import Canvas
from media.drawing.fitting import Setting, fit
from media.drawing.fonts import Family, sans, serif
from media.drawing.marks import attribution, code_image, draw_seal
from reading.cards.designs import Words

NUMERALS = "〇一二三四五六七八九"
WEEKDAYS = "一二三四五六日"


def in_numerals(number: int) -> str:
    """Return a number up to 99 as it is said: 二十三."""
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones]
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")


def year_in_numerals(day: date) -> str:
    """Return the year figure by figure: 二〇二五年."""
    return "".join(NUMERALS[int(figure)] for figure in str(day.year)) + "年"


def date_in_numerals(day: date) -> str:
    """Return a date in Chinese numerals, for vertical lines: 二〇二五年九月十日."""
    return f"{year_in_numerals(day)}{in_numerals(day.month)}月{in_numerals(day.day)}日"


def date_in_figures(day: date) -> str:
    """Return a date as level text has it: 2025年9月10日."""
    return f"{day.year}年{day.month}月{day.day}日"


def set_source(words: Words, family: Family, *, length: int, most: int, vertical=False) -> Setting:
    """Return the line below the text, in at most three lines.

    Args:
        most: the greatest size in pixels.
    """
    sizes = list(range(most, 15, -2))
    said = attribution(words.author, words.source)
    return fit(
        said,
        family,
        length=length,
        depth=int(most * 1.45 * 2.1),
        vertical=vertical,
        sizes=sizes,
        leading=1.42,
        most_lines=2 if len(said) < 60 else 3,
    )


def draw_foot(
    canvas: Canvas,
    words: Words,
    *,
    left: int,
    right: int,
    top: int,
    height: int,
    ink: str,
    faint: str,
    seal: str,
    dark: str,
    light: str,
) -> None:
    """Draw the seal and the site's name at the left, the code at the right, in one band."""
    side = min(height - 16, 104)
    middle = top + height // 2
    x = left
    if words.site:
        draw_seal(canvas, serif("Bold"), words.site, x, middle - side // 2, side, colour=seal)
        x += side + 26
        canvas.line(words.site, serif("Bold"), 34, x, middle - 42, ink, spacing=0.06)
    if not words.address:
        return
    canvas.line("扫码读原文" if words.site else "", sans(), 24, x, middle + 14, faint)
    code = code_image(words.address, height, dark=dark, light=light)
    canvas.image.paste(code, (right - code.width, middle - code.height // 2))

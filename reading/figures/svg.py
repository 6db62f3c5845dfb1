"""Small drawings as SVG text: bars, a calendar, a shelf.

No script and no library. Colours are classes (``figures.css``), so that a drawing follows the
scheme of its page; every text is escaped. A drawing is ``role="img"`` with a title and a
description; the table with the same figures is the template's part.
"""

from calendar import Calendar
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

WIDTH = 360
# A row of the bar chart: room for a label of seven characters, the bar, the figure behind it.
LABEL, ROW, BAR, FIGURE = 104, 30, 16, 52
HIDDEN = "不公布"
# The calendar: three months side by side.
CELL, MONTH_GAP, HEAD = 15, 22, 22
MONTHS_IN_A_ROW = 3
# The shelf.
SHELF, PLANK, MOST_CHARACTERS, LETTER = 196, 6, 12, 13
# Marks as they stand in a column of characters.
UPRIGHT = str.maketrans("…（）《》“”：，、—", "︙︵︶︽︾﹁﹂︓︐︑︱")


def drawing(name: str, title: str, description: str, height: int, parts: SafeString) -> SafeString:
    """Return an ``<svg>`` of ``WIDTH`` times ``height`` units.

    Args:
        name: unique on the page; the ids of title and description begin with it.
        title, description: what somebody hears who does not see it.
    """
    return format_html(
        '<svg class="drawing" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-desc">'
        '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}</svg>',
        WIDTH, height, name, name, name, title, name, description, parts,
    )  # fmt: skip


def bars(name: str, title: str, rows: Sequence[tuple[str, int | None]]) -> SafeString:
    """Draw one bar a row; None is a figure that is not published."""
    most = max((value or 0 for _, value in rows), default=0) or 1
    room = WIDTH - LABEL - FIGURE
    drawn = [_bar(label, value, number, room, most) for number, (label, value) in enumerate(rows)]
    said = "，".join(f"{label}{HIDDEN if value is None else value}" for label, value in rows)
    return drawing(name, title, f"{said}。", len(rows) * ROW, _joined(drawn))


def _bar(label: str, value: int | None, number: int, room: int, most: int) -> SafeString:
    top, middle = number * ROW + (ROW - BAR) // 2, number * ROW + ROW // 2
    head = format_html(
        '<text class="drawing__label" x="{}" y="{}" dy=".35em">{}</text>', LABEL - 10, middle, label
    )
    if value is None:
        return format_html(
            '{}<text class="drawing__hidden" x="{}" y="{}" dy=".35em">{}</text>',
            head, LABEL, middle, HIDDEN,
        )  # fmt: skip
    length = max(room * value // most, 2 if value else 0)
    return format_html(
        '{}<rect class="drawing__bar" x="{}" y="{}" width="{}" height="{}"/>'
        '<text class="drawing__figure" x="{}" y="{}" dy=".35em">{}</text>',
        head, LABEL, top, length, BAR, LABEL + length + 8, middle, f"{value:,}",
    )  # fmt: skip


def calendar(
    name: str,
    title: str,
    months: Sequence[tuple[int, int]],
    finished: Mapping[date, int],
    noted: Collection[date],
) -> SafeString:
    """Draw months with a square on days of finished books, a dot on days with noted progress."""
    width = (WIDTH + MONTH_GAP) // MONTHS_IN_A_ROW
    height = HEAD + 6 * CELL + MONTH_GAP
    parts = [
        _month(year, month, number % MONTHS_IN_A_ROW * width, number // MONTHS_IN_A_ROW * height,
               finished, noted)
        for number, (year, month) in enumerate(months)
    ]  # fmt: skip
    rows = -(-len(months) // MONTHS_IN_A_ROW)
    said = f"{sum(finished.values())} 本书在 {len(finished)} 天里读完，{len(noted)} 天有阅读进度。"
    return drawing(name, title, said, rows * height - MONTH_GAP, _joined(parts))


def _month(
    year: int,
    month: int,
    left: int,
    top: int,
    finished: Mapping[date, int],
    noted: Collection[date],
) -> SafeString:
    parts = [
        format_html('<text class="drawing__month" x="{}" y="{}">{}月</text>', left, top + 13, month)
    ]
    weeks = Calendar().monthdatescalendar(year, month)
    for row, week in enumerate(weeks):
        for column, day in enumerate(week):
            if day.month == month:
                place = left + column * CELL, top + HEAD + row * CELL
                parts.append(_day(day, *place, finished.get(day, 0), day in noted))
    return _joined(parts)


def _day(day: date, x: int, y: int, books: int, is_noted: bool) -> SafeString:
    if books:
        return format_html(
            '<rect class="drawing__finished" x="{}" y="{}" width="{}" height="{}">'
            "<title>{}月{}日读完 {} 本</title></rect>",
            x, y, CELL - 2, CELL - 2, day.month, day.day, books,
        )  # fmt: skip
    kind, radius = ("noted", 4) if is_noted else ("empty", 1.5)
    middle = CELL / 2 - 1
    return format_html(
        '<circle class="drawing__{}" cx="{}" cy="{}" r="{}"/>', kind, x + middle, y + middle, radius
    )


@dataclass(frozen=True)
class Spine:
    """A book as the shelf shows it."""

    title: str
    kind: str
    pages: int | None


def shelf(name: str, title: str, spines: Sequence[Spine]) -> SafeString:
    """Draw the books side by side, thick ones wider, as many shelves as it takes."""
    parts, left, row = [], 0, 0
    for number, spine in enumerate(spines):
        width = _width_of(spine)
        if left + width > WIDTH:
            left, row = 0, row + 1
        parts.append(_spine(spine, number, left, row * (SHELF + PLANK * 3), width))
        left += width + 2
    height = (row + 1) * (SHELF + PLANK * 3)
    planks = [
        format_html(
            '<rect class="drawing__plank" x="0" y="{}" width="{}" height="{}"/>',
            number * (SHELF + PLANK * 3) + SHELF, WIDTH, PLANK,
        )
        for number in range(row + 1)
    ]  # fmt: skip
    said = "、".join(f"《{spine.title}》" for spine in spines)
    return drawing(name, title, f"{len(spines)} 本书：{said}。", height, _joined(parts + planks))


def _width_of(spine: Spine) -> int:
    """Return the width of a spine: 20 units for a booklet, 38 from 600 pages on."""
    return 20 + min(spine.pages or 200, 600) * 18 // 600


def _spine(spine: Spine, number: int, left: int, top: int, width: int) -> SafeString:
    letters = _letters(spine.title)
    # Books differ in height a little, as on any shelf.
    height = min(SHELF, max(SHELF - 22 - number * 7 % 5 * 5, len(letters) * LETTER + 18))
    ceiling = top + SHELF - height
    middle = left + width / 2
    characters = format_html_join(
        "",
        '<tspan x="{}" y="{}">{}</tspan>',
        ((middle, ceiling + 20 + place * LETTER, letter) for place, letter in enumerate(letters)),
    )
    return format_html(
        '<g class="drawing__spine drawing__spine--{}"><rect x="{}" y="{}" width="{}" height="{}"/>'
        "<text>{}</text></g>",
        spine.kind, left, ceiling, width, height, characters,
    )  # fmt: skip


def _letters(title: str) -> str:
    """Return the characters of a spine from top to bottom; a long title ends in dots."""
    if len(title) > MOST_CHARACTERS:
        title = title[: MOST_CHARACTERS - 1].rstrip("（《“：，、·—") + "…"
    return title.translate(UPRIGHT)


def _joined(parts: Sequence[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - each part comes from format_html

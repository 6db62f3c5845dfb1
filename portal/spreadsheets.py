"""What may stand in a cell of a file that a spreadsheet opens."""

from datetime import datetime

from django.utils import timezone

LONGEST_TEXT = 32_767  # of a cell, by Excel's specification
# With these a spreadsheet may take a text for a formula (OWASP, "CSV Injection"); a file saved as
# CSV and opened again loses its cell types, so the type alone does not protect.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")

Cell = str | int | float | datetime | None


def as_cell(value: Cell) -> Cell:
    """Return the value as a cell can hold it: text that is never a formula, dates as local time.

    An empty text becomes an empty cell, which costs nothing to write.
    """
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if not isinstance(value, str):
        return value
    # A process that only shows pages holds no openpyxl.
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    if text.startswith(FORMULA_STARTS):
        text = f"'{text}"
    if not text:
        return None
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def plain(value: object) -> str:
    """Return what a cell shows of a value: words that are never a formula, nothing for nothing."""
    return str(as_cell("" if value is None else str(value)) or "")

"""Excel files whose cells are only ever text, numbers and dates."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    if text.startswith(FORMULA_STARTS):
        text = f"'{text}"
    if not text:
        return None
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


class Table:
    """A worksheet that is written row by row and never held in memory.

    Args:
        book: the workbook, see ``new_book``.
        title: of the sheet.
        columns: the headings with the width of each, in characters.
    """

    def __init__(self, book: Workbook, title: str, columns: Sequence[tuple[str, int]]) -> None:
        self.sheet = book.create_sheet(title)
        self.sheet.freeze_panes = "A2"
        for number, (_, width) in enumerate(columns, start=1):
            self.sheet.column_dimensions[get_column_letter(number)].width = width
        headings = []
        for heading, _ in columns:
            cell = WriteOnlyCell(self.sheet, value=heading)
            cell.font = Font(bold=True)
            headings.append(cell)
        self.sheet.append(headings)

    def write(self, rows: Iterable[Sequence[Cell]]) -> int:
        """Append rows; returns how many."""
        count = 0
        for row in rows:
            self.sheet.append([as_cell(value) for value in row])
            count += 1
        return count


def new_book() -> Workbook:
    """Return an empty workbook whose sheets are streamed to the disk."""
    return Workbook(write_only=True)


def saved(book: Workbook) -> IO[bytes]:
    """Return the workbook as a temporary file, at its start; gone when it is closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 the caller closes it
    book.save(file)
    file.seek(0)
    return file

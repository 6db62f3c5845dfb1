"""Excel files whose cells are only ever text, numbers and dates.

openpyxl takes 13 MB and 0.15 s, so it is imported where a workbook is written or read, never by a
process that only shows pages.
"""

import tempfile
from collections.abc import Iterable, Sequence
from typing import IO, TYPE_CHECKING

from portal.spreadsheets import Cell, as_cell

if TYPE_CHECKING:
    from openpyxl import Workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Table:
    """A worksheet that is written row by row and never held in memory.

    Args:
        book: the workbook, see ``new_book``.
        title: of the sheet.
        columns: the headings with the width of each, in characters.
    """

    def __init__(self, book: "Workbook", title: str, columns: Sequence[tuple[str, int]]) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

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


def new_book() -> "Workbook":
    """Return an empty workbook whose sheets are streamed to the disk."""
    from openpyxl import Workbook

    return Workbook(write_only=True)


def saved(book: "Workbook") -> IO[bytes]:
    """Return the workbook as a temporary file, at its start; gone when it is closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 the caller closes it
    book.save(file)
    file.seek(0)
    return file

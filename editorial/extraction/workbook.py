"""Words of .xlsx: every sheet, hidden ones too, the values as they are stored."""

import datetime
import io
from collections.abc import Iterator
from typing import Any

from editorial.extraction.reading import Reading, gather, join_cells

MOST_ROWS = 100_000  # of a sheet; formatted empty ones included
MOST_COLUMNS = 200
ROWS_A_SECTION = 50


def read_workbook(content: bytes) -> Reading:
    """Return the words of a workbook; raises whatever a damaged file makes it raise."""
    import openpyxl

    # Links to other workbooks are never followed.
    book = openpyxl.load_workbook(
        io.BytesIO(content), read_only=True, data_only=True, keep_links=False
    )
    try:
        return gather(_sections(book))
    finally:
        book.close()


def _sections(book: Any) -> Iterator[tuple[str, str]]:
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # the stored size of a sheet may be wrong
        rows: list[str] = []
        for number, row in enumerate(
            sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True), start=1
        ):
            rows.append(join_cells(_text(value) for value in row))
            if number % ROWS_A_SECTION == 0:
                yield _label(sheet.title, number - len(rows) + 1, number), "\n".join(rows)
                rows = []
        if rows:
            last = number
            yield _label(sheet.title, last - len(rows) + 1, last), "\n".join(rows)


def _label(title: str, first: int, last: int) -> str:
    return f"工作表“{title}”第 {first}–{last} 行"


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a phone number typed as a number
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()[:10]
    return str(value)

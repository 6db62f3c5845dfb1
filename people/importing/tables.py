"""Reading a table that somebody uploaded, as Excel or as CSV, into plain rows of text.

Excel saves CSV in the code of the country, for us GB 18030; other programs write UTF-8 with or
without its mark, and Excel's "Unicode text" is UTF-16 with tabs. All of them are read.
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import PurePath
from typing import BinaryIO

from people.importing.workbook import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SCANNED_ROWS,
    RefusedWorkbookError,
    Row,
    cell_text,
    check_header,
    guard,
)

TEXT_SUFFIXES = {".csv", ".txt", ".tsv"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DAMAGED = "文件已损坏，无法读取。请用 Excel 打开后另存再试。"


def read_table(
    file: BinaryIO,
    name: str,
    *,
    columns: tuple[str, ...] | None = None,
    required: frozenset[str] = frozenset(),
    most_rows: int = MAX_ROWS,
    most_scanned: int = MAX_SCANNED_ROWS,
    longest: int = 500,
    text: Callable[[object, int], str] = cell_text,
) -> list[Row]:
    """Return the filled rows of the first sheet of a workbook, or of a CSV file.

    Args:
        file: opened for reading in binary mode, seekable.
        name: as the person knows it; only its suffix counts.
        columns: all that may stand in the first row, any if none are named; of two with one
            heading the first counts. required: those that must stand there.
        most_rows: most filled rows. most_scanned: most rows looked at, the empty ones included.
        longest: characters of a cell; what is longer is cut one character behind, so that the
            caller sees that it is too long.
        text: makes the text of a cell; gets its value and ``longest``.

    Raises:
        RefusedWorkbookError: too large, of another kind, damaged, with other columns, or empty.
    """
    if PurePath(name).suffix.lower() in TEXT_SUFFIXES:
        cells: Iterator[Sequence[object]] = _cells_of_text(file)
    else:
        cells = _cells_of_workbook(file, name)
    limits = (most_rows, most_scanned)
    rows = _rows(cells, columns, required, limits, lambda value: text(value, longest))
    if not rows:
        raise RefusedWorkbookError("没有可以导入的内容，请从第 2 行起填写。")
    return rows


def _cells_of_workbook(file: BinaryIO, name: str) -> Iterator[Sequence[object]]:
    import openpyxl

    guard(file, name)
    file.seek(0)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # the stored size of a sheet may be wrong
            yield from sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
        finally:
            book.close()
    except RefusedWorkbookError:
        raise
    except Exception as error:  # a damaged workbook raises almost anything
        raise RefusedWorkbookError(DAMAGED) from error


def _cells_of_text(file: BinaryIO) -> Iterator[Sequence[object]]:
    if file.seek(0, 2) > MAX_BYTES:
        raise RefusedWorkbookError(f"文件超过 {MAX_BYTES // 1024**2} MB，请分成几个文件导入。")
    file.seek(0)
    text = decoded(file.read())
    head = text.partition("\n")[0]
    delimiter = max(",\t;", key=head.count)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield cells[:MAX_COLUMNS]
    except csv.Error as error:
        raise RefusedWorkbookError(DAMAGED) from error


def decoded(content: bytes) -> str:
    """Return the text of a file in any of the codes that Chinese spreadsheets write.

    Raises:
        RefusedWorkbookError: it is in none of them.
    """
    marked = next((code for mark, code in _MARKS if content.startswith(mark)), None)
    for code in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            return content.decode(code)
        except UnicodeDecodeError:
            continue
    raise RefusedWorkbookError("认不出文件的编码，请另存为 UTF-8 编码的 CSV，或 .xlsx。")


def _rows(
    cells: Iterable[Sequence[object]],
    columns: tuple[str, ...] | None,
    required: frozenset[str],
    limits: tuple[int, int],
    text: Callable[[object], str],
) -> list[Row]:
    most_rows, most_scanned = limits
    lines = iter(cells)
    header = [cell_text(value) for value in next(lines, ())]
    if columns is not None:
        check_header("表格", header, columns, required)
    found: list[Row] = []
    for number, values in enumerate(lines, start=2):
        if number > most_scanned:
            raise RefusedWorkbookError("行数太多，请删除下方的空行后再试。")
        row: dict[str, str] = {}
        for column, value in zip_longest(header, values[: len(header)], fillvalue=""):
            if column and (columns is None or column in columns):
                row.setdefault(column, text(value))
        if not any(row.values()):
            continue
        if len(found) == most_rows:
            raise RefusedWorkbookError(f"最多导入 {most_rows} 行，请分成几个文件。")
        found.append(Row(number, row))
    return found

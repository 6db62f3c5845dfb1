"""Reading one table that somebody uploaded, as .xlsx or as .csv: guarded first, then plain text."""

import csv
import io
from itertools import zip_longest
from pathlib import PurePath
from typing import BinaryIO

import openpyxl

from people.importing.workbook import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_SCANNED_ROWS,
    RefusedWorkbookError,
    Row,
    _guard,
    _text,
)

# Excel in Chinese saves CSV as GBK unless told otherwise; GB 18030 holds all of it.
ENCODINGS = ("utf-8-sig", "gb18030")
DAMAGED = "文件已损坏，无法读取。请用 Excel 打开后另存为 .xlsx 再试。"


def read_table(file: BinaryIO, name: str, *, max_rows: int) -> list[Row]:
    """Return the filled rows below the headings of an uploaded table, keyed by heading.

    Of a workbook the first sheet is read. Of two columns with one heading the first counts.

    Args:
        file: opened for reading in binary mode, seekable.
        name: file name as the person knows it; only its suffix counts.
        max_rows: most filled rows allowed.

    Raises:
        RefusedWorkbookError: too large, of another type, with macros, damaged, in an unknown
            encoding, or with too many rows.
    """
    is_csv = PurePath(name).suffix.lower() in {".csv", ".txt"}
    lines = _lines_of_csv(file) if is_csv else _lines_of_workbook(file, name)
    headings = lines[0] if lines else []
    rows: list[Row] = []
    for number, cells in enumerate(lines[1:], start=2):
        values: dict[str, str] = {}
        for heading, value in zip_longest(headings, cells[: len(headings)], fillvalue=""):
            if heading:
                values.setdefault(heading, value)
        if not any(values.values()):
            continue
        if len(rows) == max_rows:
            raise RefusedWorkbookError(f"最多导入 {max_rows} 行，请分成几个文件。")
        rows.append(Row(number, values))
    return rows


def _lines_of_workbook(file: BinaryIO, name: str) -> list[list[str]]:
    _guard(file, name)
    file.seek(0)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            lines = []
            for cells in sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True):
                if len(lines) > MAX_SCANNED_ROWS:
                    raise RefusedWorkbookError("行数太多，请删除下方的空行后再试。")
                lines.append([_text(value) for value in cells])
            return lines
        finally:
            book.close()
    except RefusedWorkbookError:
        raise
    except Exception as error:  # see read_workbook: whatever it is, the file is what is wrong
        raise RefusedWorkbookError(DAMAGED) from error


def _lines_of_csv(file: BinaryIO) -> list[list[str]]:
    if file.seek(0, 2) > MAX_BYTES:
        raise RefusedWorkbookError(f"文件超过 {MAX_BYTES // 1024**2} MB，请分成几个文件导入。")
    file.seek(0)
    text = _decoded(file.read())
    first = text.partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [[_text(value) for value in cells[:MAX_COLUMNS]] for cells in reader]
    except csv.Error as error:
        raise RefusedWorkbookError("这个 CSV 文件读不懂，请另存为 .xlsx 再试。") from error


def _decoded(data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RefusedWorkbookError("认不出文件的编码，请另存为 .xlsx 或 UTF-8 的 CSV。")

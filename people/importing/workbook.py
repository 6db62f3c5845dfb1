"""Reading a workbook that somebody uploaded: guarded first, then turned into plain text."""

import datetime
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, BinaryIO

from people import rules
from people.importing import columns

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED_BYTES = 50 * 1024 * 1024
MAX_PARTS = 1_000
MAX_ROWS = 20_000
# Formatted but empty rows are skipped; a sheet of a million of them is not worth the wait.
MAX_SCANNED_ROWS = 100_000
MAX_COLUMNS = 40
MAX_CELL_LENGTH = 500

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACRO_SUFFIXES = {".xlsm", ".xltm", ".xlam", ".xlsb"}


class RefusedWorkbookError(Exception):
    """The file as a whole cannot be imported; the text says why, in Chinese."""


@dataclass(frozen=True)
class Row:
    """One filled row: its number in the sheet (from 1, as Excel shows it) and its text."""

    number: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")


@dataclass(frozen=True)
class Sheets:
    """The text of a workbook."""

    units: list[Row] = field(default_factory=list)
    people: list[Row] = field(default_factory=list)


def read_workbook(file: BinaryIO, name: str, *, max_rows: int = MAX_ROWS) -> Sheets:
    """Return the rows of an uploaded workbook.

    Args:
        file: opened for reading in binary mode, seekable.
        name: file name as the person knows it; only its suffix counts.
        max_rows: most filled rows allowed over both sheets.

    Raises:
        RefusedWorkbookError: too large, not an .xlsx workbook, with macros, damaged, without the
            expected columns, or without any row.
    """
    import openpyxl

    guard(file, name)
    file.seek(0)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            sheets = _read_sheets(book, max_rows)
        finally:
            book.close()
    except RefusedWorkbookError:
        raise
    except Exception as error:
        # A damaged workbook surfaces as almost any exception of zipfile, the XML parser or
        # openpyxl; whichever it is, the file is what is wrong.
        raise RefusedWorkbookError(
            "文件已损坏，无法读取。请用 Excel 打开后另存为 .xlsx 再试。"
        ) from error
    if not sheets.units and not sheets.people:
        raise RefusedWorkbookError(
            f"没有可以导入的内容。请使用模板，在“{columns.PEOPLE_SHEET}”或"
            f"“{columns.UNITS_SHEET}”工作表里填写。"
        )
    return sheets


def guard(file: BinaryIO, name: str) -> None:
    """Refuse what is no .xlsx workbook, or one too large to be opened.

    Raises:
        RefusedWorkbookError: with the reason in words.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in _MACRO_SUFFIXES:
        raise RefusedWorkbookError("不接受带宏的文件，请另存为“Excel 工作簿 (.xlsx)”。")
    size = file.seek(0, 2)
    if size > MAX_BYTES:
        raise RefusedWorkbookError(f"文件超过 {MAX_BYTES // 1024**2} MB,请分成几个文件导入。")
    file.seek(0)
    if file.read(len(_OLE_MAGIC)) == _OLE_MAGIC:
        raise RefusedWorkbookError("这是旧版 .xls 或加了密码的文件，请去掉密码并另存为 .xlsx。")
    if suffix != ".xlsx" or not zipfile.is_zipfile(file):
        raise RefusedWorkbookError("这不是 .xlsx 文件。请使用模板填写，并保存为 .xlsx。")
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise RefusedWorkbookError("文件已损坏，无法读取。") from error
    # zipfile never unpacks more than the size declared here, so a false one cannot get past.
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise RefusedWorkbookError("文件解开后太大，请只保留要导入的内容，另存后再试。")
    names = {part.filename.lower() for part in parts}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise RefusedWorkbookError("不接受带宏的文件，请另存为“Excel 工作簿 (.xlsx)”。")
    if "xl/workbook.xml" not in names:
        raise RefusedWorkbookError("这不是 Excel 工作簿。请使用模板填写，并保存为 .xlsx。")


def _read_sheets(book: Any, max_rows: int) -> Sheets:
    units = _read_sheet(
        book, columns.UNITS_SHEET, columns.UNIT_COLUMNS, columns.UNIT_REQUIRED, max_rows
    )
    people = _read_sheet(
        book,
        columns.PEOPLE_SHEET,
        columns.PEOPLE_COLUMNS,
        columns.PEOPLE_REQUIRED,
        max_rows - len(units),
    )
    return Sheets(units=units, people=people)


def _read_sheet(
    book: Any, title: str, known: tuple[str, ...], required: frozenset[str], max_rows: int
) -> list[Row]:
    if title not in book.sheetnames:
        return []
    sheet = book[title]
    if not hasattr(sheet, "iter_rows"):
        raise RefusedWorkbookError(f"“{title}”不是普通工作表。")
    # The stored size of a sheet may be wrong; without it every row is looked at.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
    header = [cell_text(value) for value in next(rows, ())]
    check_header(title, header, known, required)
    found: list[Row] = []
    for number, cells in enumerate(rows, start=2):
        if number > MAX_SCANNED_ROWS:
            raise RefusedWorkbookError(f"“{title}”的行数太多，请删除下方的空行后再试。")
        values = {
            column: cell_text(value)
            for column, value in zip(header, cells, strict=False)
            if column in known
        }
        if not any(values.values()):
            continue
        if len(found) == max_rows:
            raise RefusedWorkbookError(f"最多导入 {max_rows} 行，请分成几个文件。")
        found.append(Row(number, values))
    return found


def check_header(
    title: str, header: list[str], known: tuple[str, ...], required: frozenset[str]
) -> None:
    """Refuse a first row in which columns are missing, unknown or doubled."""
    named = [column for column in header if column]
    if missing := [column for column in known if column in required and column not in named]:
        raise RefusedWorkbookError(f"“{title}”第 1 行缺少列：{'、'.join(missing)}。请使用模板。")
    unknown = [c[:20] for c in named if c not in known and c not in columns.REPORT_COLUMNS]
    if unknown:
        # Not skipped in silence: it may be a misspelt column, or data that must not be collected.
        raise RefusedWorkbookError(
            f"“{title}”里有模板之外的列：{'、'.join(unknown[:10])}。请改成模板的列名，或删除这些列。"
        )
    if doubled := sorted({column for column in named if named.count(column) > 1}):
        raise RefusedWorkbookError(f"“{title}”里有重复的列：{'、'.join(doubled)}。")


def cell_text(value: object, longest: int = MAX_CELL_LENGTH) -> str:
    """Return a cell as plain text, cut one character beyond ``longest``."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    elif isinstance(value, datetime.datetime | datetime.date):
        value = value.isoformat()[:10]
    elif isinstance(value, bool):
        value = columns.YES if value else columns.NO
    return rules.clean_text(value)[: longest + 1]

"""Passages as tables: Excel and CSV in, Excel out."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

import openpyxl
from django.core.exceptions import ValidationError
from django.core.files.base import File

from editorial.workbooks import Table, new_book, saved
from media.document_intake import clean_document
from people.rules import clean_text
from reading.models import Passage, PassageDay

DAY, TEXT, AUTHOR, SOURCE, THEME = "日期", "段落", "作者", "出处", "主题"
COLUMNS = (DAY, TEXT, AUTHOR, SOURCE, THEME)
REQUIRED = (TEXT, AUTHOR, SOURCE)
WIDTHS = (14, 60, 18, 30, 14)
MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5_000
MOST_SCANNED_ROWS = 20_000  # formatted but empty rows are skipped, not without end
MOST_COLUMNS = 12
LONGEST_CELL = 5_000
SHEET = "读段"


@dataclass(frozen=True)
class Row:
    """A filled row: its number as Excel shows it, and its text by column."""

    number: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")


def read_passages(file: File) -> list[Row]:
    """Return the filled rows of an uploaded table.

    Raises:
        ValidationError: too large, neither .xlsx nor .csv, damaged, without the columns, or empty.
    """
    if file.size > MOST_BYTES:
        raise ValidationError(f"文件超过 {MOST_BYTES // 1024**2} MB，请分成几个文件导入。")
    name = (file.name or "").lower()
    if name.endswith(".xlsx"):
        rows = _from_excel(file)
    elif name.endswith(".csv"):
        rows = _from_csv(file)
    else:
        raise ValidationError("只接受 .xlsx 和 .csv 文件。请用模板填写。")
    if not rows:
        raise ValidationError("没有可以导入的内容，请从第 2 行起填写。")
    return rows


def _from_excel(file: File) -> list[Row]:
    clean_document(file)
    file.seek(0)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # the stored size of a sheet may be wrong
            return list(_rows(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)))
        finally:
            book.close()
    except ValidationError:
        raise
    except Exception as error:  # a damaged workbook raises almost anything
        raise ValidationError("文件已损坏，请用 Excel 打开后另存为 .xlsx 再试。") from error


def _from_csv(file: File) -> list[Row]:
    file.seek(0)
    content = file.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ValidationError("看不懂文件的文字编码，请另存为 UTF-8 或 GBK 的 CSV。")
    try:
        return list(_rows(csv.reader(io.StringIO(text.replace("\0", ""), newline=""))))
    except csv.Error as error:
        raise ValidationError("CSV 文件的格式不对，请用 Excel 另存为 .xlsx 再试。") from error


def _rows(cells: Iterable[Sequence[Any]]) -> Iterator[Row]:
    lines = iter(cells)
    header = [clean_text(value) for value in next(lines, ())]
    _check_header(header)
    count = 0
    for number, values in enumerate(lines, start=2):
        if number > MOST_SCANNED_ROWS:
            raise ValidationError("行数太多，请删除下方的空行后再试。")
        row = {
            column: _cell(value) for column, value in zip(header, values, strict=False) if column
        }
        if any(row.values()):
            count += 1
            if count > MOST_ROWS:
                raise ValidationError(f"最多导入 {MOST_ROWS} 行，请分成几个文件。")
            yield Row(number, row)


def _check_header(header: list[str]) -> None:
    if missing := [column for column in REQUIRED if column not in header]:
        raise ValidationError(f"第 1 行缺少列：{'、'.join(missing)}。请使用模板。")
    if unknown := [column[:20] for column in header if column and column not in COLUMNS]:
        raise ValidationError(f"有模板之外的列：{'、'.join(unknown)}。请删去，或改成模板的列名。")
    if doubled := sorted({column for column in header if column and header.count(column) > 1}):
        raise ValidationError(f"有重复的列：{'、'.join(doubled)}。")


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    # A passage may have lines of its own.
    lines = [clean_text(line) for line in str(value if value is not None else "").splitlines()]
    return "\n".join(line for line in lines if line)[:LONGEST_CELL]


def template_workbook() -> IO[bytes]:
    """Return the empty table to fill in."""
    return _book([])


def passages_workbook() -> IO[bytes]:
    """Return all days with their passages, then the pool; the file can be imported. Queries: 2."""
    scheduled = PassageDay.objects.select_related("passage").order_by("date")
    pool = Passage.objects.filter(days__isnull=True).order_by("pk")
    rows = [_line(day.passage, f"{day.date:%Y-%m-%d}") for day in scheduled.iterator()]
    return _book([*rows, *(_line(passage, "") for passage in pool.iterator())])


def _line(passage: Passage, day: str) -> tuple[str, ...]:
    return day, passage.text, passage.author, passage.source, passage.theme


def _book(rows: list[tuple[str, ...]]) -> IO[bytes]:
    book = new_book()
    Table(book, SHEET, list(zip(COLUMNS, WIDTHS, strict=True))).write(rows)
    return saved(book)

"""Word lists as Excel workbooks: read, the empty template, and what is stored."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.base import File

from editorial.models import ListedWord, WordList
from editorial.words.rows import COLUMNS, LEVEL, LEVELS, REQUIRED, Row
from media.document_intake import clean_document
from people.rules import clean_text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

MOST_ROWS = 60_000
MOST_SCANNED_ROWS = 120_000  # formatted but empty rows are skipped, not without end
MOST_COLUMNS = 8  # the template has 4; more are refused by name
MOST_BYTES = 10 * 1024 * 1024
# 60,000 full rows unpack to some 20 MB.
MOST_UNPACKED_BYTES = 60 * 1024 * 1024
SHEET = "词表"
LONGEST_CELL = 500
_WIDTHS = (24, 10, 24, 48)


def read_words(file: File) -> list[Row]:
    """Return the filled rows of the first sheet of an uploaded workbook.

    Raises:
        ValidationError: too large, no .xlsx, damaged, without the columns, or without a row.
    """
    if file.size > MOST_BYTES:
        raise ValidationError(f"文件超过 {MOST_BYTES // 1024**2} MB，请分成几个文件导入。")
    if not (file.name or "").lower().endswith(".xlsx"):
        raise ValidationError("这不是 .xlsx 文件。请用模板填写，并保存为 .xlsx。")
    clean_document(file)
    file.seek(0)
    with zipfile.ZipFile(file) as package:
        if sum(entry.file_size for entry in package.infolist()) > MOST_UNPACKED_BYTES:
            raise ValidationError("文件解开后太大，请只保留要导入的内容，另存后再试。")
    import openpyxl

    file.seek(0)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            rows = list(_rows(book.worksheets[0]))
        finally:
            book.close()
    except ValidationError:
        raise
    except Exception as error:  # a damaged workbook raises almost anything
        raise ValidationError("文件已损坏，请用 Excel 打开后另存为 .xlsx 再试。") from error
    if not rows:
        raise ValidationError("没有可以导入的内容，请从第 2 行起填写。")
    return rows


def _rows(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # the stored size of a sheet may be wrong
    cells = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    header = [_text(value) for value in next(cells, ())]
    if missing := [column for column in REQUIRED if column not in header]:
        raise ValidationError(f"第 1 行缺少列：{'、'.join(missing)}。请使用模板。")
    if unknown := [column[:20] for column in header if column and column not in COLUMNS]:
        raise ValidationError(f"有模板之外的列：{'、'.join(unknown)}。请删去，或改成模板的列名。")
    if doubled := sorted({column for column in header if column and header.count(column) > 1}):
        raise ValidationError(f"有重复的列：{'、'.join(doubled)}。")
    count = 0
    for number, values in enumerate(cells, start=2):
        if number > MOST_SCANNED_ROWS:
            raise ValidationError("行数太多，请删除下方的空行后再试。")
        row = {
            column: _text(value) for column, value in zip(header, values, strict=False) if column
        }
        if any(row.values()):
            count += 1
            if count > MOST_ROWS:
                raise ValidationError(f"最多导入 {MOST_ROWS} 行，请分成几个文件。")
            yield Row(number, row)


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean_text(value)[:LONGEST_CELL]


def template_workbook() -> bytes:
    """Return the empty workbook to fill in, with a drop-down list of the levels."""
    from openpyxl.worksheet.datavalidation import DataValidation

    book, sheet = _new_workbook()
    levels = DataValidation(type="list", formula1=f'"{",".join(LEVELS)}"', allow_blank=True)
    levels.errorTitle, levels.error = "请从列表中选择", f"级别只能是{'、'.join(LEVELS)}。"
    levels.showErrorMessage = True
    letter = "ABCD"[COLUMNS.index(LEVEL)]
    levels.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
    sheet.data_validations.append(levels)
    return _bytes(book)


def words_workbook(word_list: WordList) -> bytes:
    """Return the words of a list in the columns of the template. Queries: 1."""
    book, sheet = _new_workbook()
    words = ListedWord.objects.filter(word_list=word_list).order_by("key")
    for word in words.iterator(chunk_size=2000):
        values = (word.word, word.get_level_display(), word.replacement, word.note)
        sheet.append(_cells(sheet, values))
    return _bytes(book)


def _new_workbook() -> tuple["Workbook", Any]:
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    for letter, width in zip("ABCD", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    header = list(_cells(sheet, COLUMNS))
    for cell in header:
        cell.font = Font(bold=cell.value in REQUIRED)
    sheet.append(header)
    return book, sheet


def _cells(sheet: Any, values: Iterable[str]) -> Iterator["WriteOnlyCell"]:
    """Yield cells of text, which Excel never calculates."""
    from openpyxl.cell import WriteOnlyCell

    for value in values:
        cell = WriteOnlyCell(sheet, value=value)
        cell.data_type = "s"
        cell.number_format = "@"
        if value[:1] in {"=", "+", "-", "@"}:
            cell.quotePrefix = True
        yield cell


def _bytes(book: "Workbook") -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()

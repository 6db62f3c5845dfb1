"""Passages as tables: Excel and CSV in, Excel out."""

from typing import IO, TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.base import File

from editorial.workbooks import Table, new_book, saved
from media.document_intake import clean_document
from people.importing.tables import read_table
from people.importing.workbook import RefusedWorkbookError, Row, cell_text
from people.models import User
from people.rules import clean_text
from reading.models import DayRead, Passage, PassageDay

if TYPE_CHECKING:
    from openpyxl import Workbook

DAY, TEXT, AUTHOR, SOURCE, THEME = "日期", "段落", "作者", "出处", "主题"
COLUMNS = (DAY, TEXT, AUTHOR, SOURCE, THEME)
REQUIRED = frozenset({TEXT, AUTHOR, SOURCE})
WIDTHS = (14, 60, 18, 30, 14)
MOST_ROWS = 5_000
MOST_SCANNED_ROWS = 20_000
LONGEST_CELL = 5_000
SHEET = "读段"


def read_passages(file: File) -> list[Row]:
    """Return the filled rows of an uploaded table.

    Raises:
        ValidationError: too large, neither .xlsx nor .csv, damaged, without the columns, or empty.
    """
    if (file.name or "").lower().endswith(".xlsx"):
        clean_document(file)
    try:
        return read_table(
            file,
            file.name or "",
            columns=COLUMNS,
            required=REQUIRED,
            most_rows=MOST_ROWS,
            most_scanned=MOST_SCANNED_ROWS,
            longest=LONGEST_CELL,
            text=_with_lines,
        )
    except RefusedWorkbookError as refused:
        raise ValidationError(str(refused)) from refused


def _with_lines(value: object, longest: int) -> str:
    """Return a cell as text that keeps its lines: a passage may have lines of its own."""
    if not isinstance(value, str):
        return cell_text(value, longest)
    lines = [clean_text(line) for line in value.splitlines()]
    return "\n".join(line for line in lines if line)[:longest]


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


def own_sheets(book: "Workbook", reader: User) -> None:
    """Add the days that a reader noted to the workbook of everything. Queries: 1."""
    days = DayRead.objects.filter(record_id=reader.pk).order_by("date")
    Table(book, "读段的日子", [("日期", 12)]).write(
        (day.isoformat(),) for day in days.values_list("date", flat=True)
    )

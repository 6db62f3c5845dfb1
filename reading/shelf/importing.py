"""An existing list of books, checked row by row before anything is stored."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, BinaryIO

from stdnum import isbn as isbn_numbers

from people.importing.tables import read_table
from people.importing.workbook import RefusedWorkbookError, Row
from reading.models import ReadingState
from reading.shelf import columns as col
from reading.shelf import rules

MOST_ROWS = 500
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?")
_CLOSED_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR = re.compile(r"(?:1[89]|20)\d{2}")


@dataclass
class BookRow:
    """A row as it was understood.

    Attributes:
        number: in the file, from 1, as Excel shows it.
        problems: in words; a row with any is not stored.
    """

    number: int
    title: str
    authors: str = ""
    publisher: str = ""
    year: int | None = None
    isbn: str = ""
    state: str = ReadingState.WANT
    started_on: date | None = None
    finished_on: date | None = None
    pages: int | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(ReadingState(self.state).label)

    def as_json(self) -> dict[str, Any]:
        """Return the row for the way through the browser to its confirmation."""
        values = {name: value for name, value in vars(self).items() if name != "problems"}
        for name in ("started_on", "finished_on"):
            values[name] = values[name].isoformat() if values[name] else None
        return values

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "BookRow":
        """Return what ``as_json`` made."""
        row = cls(**values)
        row.started_on, row.finished_on = (
            date.fromisoformat(day) if isinstance(day, str) else None
            for day in (row.started_on, row.finished_on)
        )
        return row


def read_books(file: BinaryIO, name: str, *, today: date) -> tuple[list[BookRow], list[str]]:
    """Return the rows of an uploaded list, and the headings that were not understood.

    Args:
        file: .xlsx or .csv (UTF-8 or GBK), opened for reading in binary mode.
        name: file name; only its suffix counts.
        today: latest possible day.

    Raises:
        RefusedWorkbookError: the file as a whole cannot be read; the text says why.
    """
    table = read_table(file, name, most_rows=MOST_ROWS)
    rows = [
        Row(row.number, {col.standard(heading): value for heading, value in row.values.items()})
        for row in table
    ]
    known = {heading for row in rows for heading in row.values}
    if col.TITLE not in known:
        raise RefusedWorkbookError(f"第 1 行里没有“{col.TITLE}”这一列，请用模板，或改一下列名。")
    ignored = sorted(known - {*col.IMPORTED, col.STOPPED})
    return [check_row(row, today=today) for row in rows], ignored


def check_row(row: Row, *, today: date) -> BookRow:
    """Return a row with what is wrong in it."""
    problems: list[str] = []
    book = BookRow(row.number, row[col.TITLE].strip("《》 ").strip(), problems=problems)
    book.authors = row[col.AUTHORS]
    book.publisher = row[col.PUBLISHER][:60]
    found = _YEAR.search(row[col.YEAR])
    book.year = int(found[0]) if found else None
    book.isbn = _isbn(row[col.ISBN], problems)
    book.started_on = _day(col.STARTED, row[col.STARTED], today, problems)
    book.finished_on = _day(col.FINISHED, row[col.FINISHED], today, problems)
    book.pages = _pages(row[col.PAGES], problems)
    book.state = _state(row[col.STATE], book, problems)
    if not book.title:
        problems.append("缺少书名。")
    for name, text in ((col.TITLE, book.title), (col.AUTHORS, book.authors)):
        if len(text) > 120:
            problems.append(f"{name}最长 120 个字。")
    if book.state == ReadingState.FINISHED and not problems:
        if book.finished_on is None:
            problems.append("读完的书请填读完日期。")
        elif problem := rules.finished_problem(book.started_on, book.finished_on, today=today):
            problems.append(problem)
    return book


def _isbn(value: str, problems: list[str]) -> str:
    compact = isbn_numbers.compact(value) if value else ""
    if not compact:
        return ""
    if not isbn_numbers.is_valid(compact):
        problems.append(f"ISBN“{value[:20]}”校验不对，请核对，或留空。")
        return ""
    return isbn_numbers.to_isbn13(compact)


def _day(column: str, value: str, today: date, problems: list[str]) -> date | None:
    if not value:
        return None
    match = _DAY.match(value) or _CLOSED_DAY.fullmatch(value)
    try:
        day = datetime(*map(int, match.groups())).date() if match else None
    except ValueError:
        day = None
    if day is None:
        problems.append(f"{column}“{value[:20]}”请写成 2025-09-10 这样的日期。")
    elif problem := rules.day_problem(day, today=today):
        problems.append(f"{column}：{problem}")
    return day


def _pages(value: str, problems: list[str]) -> int | None:
    digits = value.removesuffix("页").strip()
    if not digits:
        return None
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 6):
        problems.append(f"{col.PAGES}“{value[:20]}”请填数字。")
        return None
    if problem := rules.page_problem(int(digits)):
        problems.append(problem)
    return int(digits)


def _state(value: str, book: BookRow, problems: list[str]) -> str:
    if not value:
        if book.finished_on:
            return ReadingState.FINISHED
        return ReadingState.READING if book.started_on else ReadingState.WANT
    if value not in col.STATES:
        problems.append(f"状态“{value[:20]}”请填想读、在读、读完或放下了。")
    return col.STATES.get(value, ReadingState.WANT)


def good(rows: Iterable[BookRow]) -> list[BookRow]:
    """Return the rows that can be stored."""
    return [row for row in rows if not row.problems]

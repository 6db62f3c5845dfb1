"""The catalogue as Excel workbooks: what is stored, and the empty template."""

from collections.abc import Iterator, Sequence
from typing import IO

from editorial.workbooks import Cell, Table, new_book, saved
from reading.catalogue import columns as col
from reading.models import Work

SHEET = "书目"
_LETTERS = "ABCDEFGHIJKLM"
_LAST_ROW = 20_001


def template_workbook() -> IO[bytes]:
    """Return the empty workbook to fill in, with lists to choose from."""
    from openpyxl.worksheet.datavalidation import DataValidation

    book = new_book()
    table = Table(book, SHEET, col.WIDTHS)
    for column, offered in ((col.KIND, [*col.KINDS]), (col.CLASSIC, [col.YES, col.NO])):
        choice = DataValidation(type="list", formula1=f'"{",".join(offered)}"', allow_blank=True)
        letter = _LETTERS[col.COLUMNS.index(column)]
        choice.add(f"{letter}2:{letter}{_LAST_ROW}")
        table.sheet.data_validations.append(choice)
    return saved(book)


def catalogue_workbook(*, classics: bool = False) -> IO[bytes]:
    """Return the catalogue, a line for each edition, in the columns of the import.

    Args:
        classics: only the list of classics.

    Queries: 2 a thousand books.
    """
    book = new_book()
    Table(book, SHEET, [*col.WIDTHS, ("状态", 12)]).write(_lines(classics))
    return saved(book)


def _lines(classics: bool) -> Iterator[Sequence[Cell]]:
    works = Work.objects.exclude(state=Work.State.MERGED).prefetch_related("editions")
    if classics:
        works = works.filter(is_classic=True)
    for work in works.iterator(chunk_size=1000):
        for edition in list(work.editions.all()) or [None]:
            values: dict[str, Cell] = {
                col.TITLE: work.title,
                col.ORIGINAL: work.original_title,
                col.AUTHORS: work.authors,
                col.CLC: work.clc,
                col.SUBJECT: work.subject,
                col.KIND: work.get_kind_display(),
                col.CLASSIC: col.YES if work.is_classic else "",
                col.DESCRIPTION: work.description,
                "状态": work.get_state_display(),
            }
            if edition is not None:
                values |= {
                    col.TRANSLATORS: edition.translators,
                    col.PUBLISHER: edition.publisher,
                    col.YEAR: edition.year,
                    col.ISBN: edition.isbn,
                    col.PAGES: edition.pages,
                }
            yield [values.get(column) for column in col.EXPORTED]

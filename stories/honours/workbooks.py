"""The register as Excel workbooks: the empty template, and everything that is stored."""

from collections.abc import Iterator, Sequence
from typing import IO

from wagtail.log_actions import log

from editorial.errors import NotPossible, ReviewRefused
from editorial.workbooks import Cell, Table, new_book, saved
from people.models import User
from people.roles import has_role
from stories.honours import columns as col
from stories.models import Honour, HonourEvent, StoryIndexPage
from stories.portraits.actions import KEEPERS

TAKEN_OUT = "stories.honour.export"
SHEET = "荣誉名录"
_LETTERS = "ABCDEFGH"
_LAST_ROW = 20_001


def template_workbook() -> IO[bytes]:
    """Return the empty workbook to fill in, with lists to choose from."""
    from openpyxl.worksheet.datavalidation import DataValidation

    book = new_book()
    table = Table(book, SHEET, col.WIDTHS)
    for column, offered in ((col.LEVEL, col.LEVELS), (col.BASIS, col.BASES)):
        choice = DataValidation(type="list", formula1=f'"{",".join(offered)}"', allow_blank=True)
        letter = _LETTERS[col.COLUMNS.index(column)]
        choice.add(f"{letter}2:{letter}{_LAST_ROW}")
        table.sheet.data_validations.append(choice)
    return saved(book)


def register_workbook(*, by: User, reason: str) -> IO[bytes]:
    """Return the whole register, revoked honours too; who took it, and why, is noted.

    Raises:
        ReviewRefused: ``by`` is no editor.
        NotPossible: no reason is given, or the site has no section.

    Queries: 2 a thousand honours, and those of the note.
    """
    if not has_role(by, *KEEPERS):
        raise ReviewRefused("只有编辑可以导出荣誉名录。")
    section = StoryIndexPage.objects.order_by("path").first()
    if section is None:
        raise NotPossible("站点还没有师德风采栏目。")
    if not reason.strip():
        raise NotPossible("请写明导出的用途。")
    book = new_book()
    count = Table(book, SHEET, [*col.WIDTHS, *col.STATE]).write(_lines())
    log(
        instance=section,
        action=TAKEN_OUT,
        user=by,
        data={"reason": reason.strip(), "rows": count},
    )
    return saved(book)


def _lines() -> Iterator[Sequence[Cell]]:
    honours = Honour.objects.newest_first().select_related("holder__unit")
    for honour in honours.prefetch_related("events").iterator(chunk_size=1000):
        revoked = [event for event in honour.events.all() if event.kind == HonourEvent.Kind.REVOKED]
        is_revoked = honour.revoked_on is not None
        yield [
            honour.holder.name,
            honour.holder.unit.name if honour.holder.unit else "",
            honour.title,
            honour.year,
            honour.get_level_display() if honour.level else "",
            honour.issuing_body,
            honour.document_number,
            honour.get_basis_display(),
            "已撤销" if is_revoked else "有效",
            honour.revoked_on.isoformat() if honour.revoked_on else "",
            revoked[-1].reason if is_revoked and revoked else "",
        ]

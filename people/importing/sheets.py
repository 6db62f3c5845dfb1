"""Workbooks that are handed out: the template, and the report with the same rows and results."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from people import rules
from people.choices import IMPORTED_ROLES, Stage, UnitKind
from people.importing import columns as col
from people.importing.checking import ImportResult, Sheet
from people.importing.workbook import MAX_ROWS, Row, Sheets
from people.models import Subject, Unit

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_TEXT_FORMAT = "@"
_HEADER_COLOUR, _PROBLEM_COLOUR = "F3E9DC", "FBE3E0"
_WIDTHS = {
    col.UNIT_NAME: 28, col.UNIT: 28, col.EMAIL: 24, col.PROBLEM: 70, col.DIFFERENT: 16,
    col.PASSWORD: 20,
}  # fmt: skip
# Cells of the template that are set to text before anything is typed: Excel would turn a phone
# number into 1.38E+10 and drop the leading zeros of a staff number.
_PREPARED_ROWS = 1_000


def template_workbook() -> "Workbook":
    """Return the empty workbook to fill in: present units, drop-down lists, text columns."""
    from openpyxl import Workbook

    book = Workbook()
    people = book.active
    people.title = col.PEOPLE_SHEET
    _write_header(people, col.PEOPLE_COLUMNS, col.PEOPLE_REQUIRED)
    units = book.create_sheet(col.UNITS_SHEET)
    _write_header(units, col.UNIT_COLUMNS, col.UNIT_REQUIRED)
    codes_by_path: dict[str, str] = {}
    for number, unit in enumerate(Unit.objects.filter(is_active=True).order_by("path"), start=2):
        codes_by_path[unit.path] = unit.code
        parent = codes_by_path.get(unit.path[: -Unit.steplen], "")
        stage = unit.get_stage_display() if unit.stage else ""
        _write_row(units, number, (unit.code, unit.name, unit.get_kind_display(), parent, stage))
    options = book.create_sheet(col.OPTIONS_SHEET)
    options.sheet_state = "hidden"
    lists = {
        col.KIND: [str(label) for label in UnitKind.labels],
        col.STAGE: [str(label) for label in Stage.labels],
        col.SUBJECT: list(Subject.objects.values_list("name", flat=True)),
        col.ROLES: [str(role.label) for role in IMPORTED_ROLES],
        col.DIFFERENT: [col.YES, col.NO],
    }
    sources = {
        name: _write_list(options, position, name, values)
        for position, (name, values) in enumerate(lists.items(), start=1)
    }
    _offer(units, col.UNIT_COLUMNS, col.KIND, sources[col.KIND])
    _offer(units, col.UNIT_COLUMNS, col.UNIT_STAGE, sources[col.STAGE])
    _offer(people, col.PEOPLE_COLUMNS, col.UNIT, f"'{col.UNITS_SHEET}'!$B$2:$B${MAX_ROWS}")
    for name in (col.STAGE, col.SUBJECT, col.DIFFERENT):
        _offer(people, col.PEOPLE_COLUMNS, name, sources[name])
    # Several roles may stand in one cell, so the list only proposes.
    _offer(people, col.PEOPLE_COLUMNS, col.ROLES, sources[col.ROLES], strict=False)
    for sheet, names in ((people, col.PEOPLE_COLUMNS), (units, col.UNIT_COLUMNS)):
        for row in sheet.iter_rows(min_row=2, max_row=_PREPARED_ROWS, max_col=len(names)):
            for cell in row:
                cell.number_format = _TEXT_FORMAT
    return book


def report_workbook(
    sheets: Sheets, result: ImportResult, initial_passwords: dict[int, str] | None = None
) -> "Workbook":
    """Return the rows of an import with what became of them.

    Args:
        sheets: what was read.
        result: from ``check_import`` or ``store_import``.
        initial_passwords: from ``draw_passwords``, if accounts were stored with them.
    """
    from openpyxl import Workbook
    from openpyxl.styles import PatternFill

    problem_fill = PatternFill("solid", fgColor=_PROBLEM_COLOUR)
    book = Workbook()
    book.remove(book.active)
    parts: tuple[tuple[Sheet, tuple[str, ...], frozenset[str], list[Row]], ...] = (
        (col.PEOPLE_SHEET, col.PEOPLE_COLUMNS, col.PEOPLE_REQUIRED, sheets.people),
        (col.UNITS_SHEET, col.UNIT_COLUMNS, col.UNIT_REQUIRED, sheets.units),
    )
    for title, names, required, rows in parts:
        sheet = book.create_sheet(title)
        _write_header(sheet, (*names, *col.REPORT_COLUMNS), required)
        for number, row in enumerate(rows, start=2):
            problems = result.problems.get((title, row.number), [])
            # Row numbers named in the messages are those of the uploaded sheet; rows keep them
            # as long as it had no blank lines.
            outcome = "未导入" if not result.ok else result.outcomes.get((title, row.number), "")
            password = ""
            if title == col.PEOPLE_SHEET and initial_passwords:
                password = initial_passwords.get(row.number, "")
            values = [row[name] for name in names]
            _write_row(sheet, number, (*values, outcome, password, " ".join(problems)))
            if problems:
                for cell in sheet[number]:
                    cell.fill = problem_fill
    return book


def _write_header(sheet: "Worksheet", names: Sequence[str], required: frozenset[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    fill = PatternFill("solid", fgColor=_HEADER_COLOUR)
    for position, name in enumerate(names, start=1):
        cell = sheet.cell(row=1, column=position, value=name)
        cell.font = Font(bold=name in required)
        cell.fill = fill
        cell.alignment = Alignment(vertical="center")
        letter = get_column_letter(position)
        sheet.column_dimensions[letter].width = _WIDTHS.get(name, 14)
        sheet.column_dimensions[letter].number_format = _TEXT_FORMAT
    sheet.freeze_panes = "A2"


def _write_row(sheet: "Worksheet", number: int, values: Sequence[str]) -> None:
    for position, value in enumerate(values, start=1):
        if value:
            write_text(sheet, number, position, value)


def write_text(sheet: "Worksheet", row: int, column: int, value: str) -> None:
    """Write ``value`` so that Excel never calculates it.

    The cell is typed as text, which alone stops ``=1+1`` from running; the quote prefix keeps it
    text when somebody edits the cell, without adding a character to the value.
    """
    cell = sheet.cell(row=row, column=column)
    cell.value = rules.clean_text(value)
    cell.data_type = "s"
    cell.number_format = _TEXT_FORMAT
    if value[:1] in {"=", "+", "-", "@"}:
        cell.quotePrefix = True


def _write_list(sheet: "Worksheet", column: int, name: str, values: list[str]) -> str:
    from openpyxl.utils import get_column_letter

    sheet.cell(row=1, column=column, value=name)
    for row, value in enumerate(values, start=2):
        write_text(sheet, row, column, value)
    letter = get_column_letter(column)
    return f"'{sheet.title}'!${letter}$2:${letter}${len(values) + 1}"


def _offer(
    sheet: "Worksheet", names: Sequence[str], name: str, source: str, *, strict: bool = True
) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    validation = DataValidation(type="list", formula1=source, allow_blank=True)
    validation.showErrorMessage = strict
    validation.errorTitle, validation.error = "请从列表中选择", f"“{name}”只能从下拉列表中选择。"
    letter = get_column_letter(names.index(name) + 1)
    validation.add(f"{letter}2:{letter}{MAX_ROWS}")
    sheet.add_data_validation(validation)

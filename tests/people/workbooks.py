"""Workbooks for the import tests, and the command run on them."""

import io
from pathlib import Path

import openpyxl
from django.core.management import CommandError, call_command

from people.importing import columns as col
from people.models import Unit, UnitMembership, User

UNITS = [
    ["U100", "北镇中心校", "中心校", "U1", ""],
    ["U1", "虚构教体局", "教体局", "", ""],
    ["U101", "北镇一小（北校区）", "学校", "U100", "小学"],
    ["U2", "虚构一中", "市直学校", "U1", "高中"],
]
PEOPLE = [
    ["0001", "林小满", "北镇一小（北校区）", "13800000001", "a@example.cn", "小学", "语文", "2010"],
    ["0002", "陈立秋", "U2", 13800000002, "", "高中", "数学", 2001],
    ["JY-3", "周谷雨", "虚构一中", "+86 138-0000-0003"],
]


def workbook(
    path: Path,
    people: list[list[object]] | None = None,
    units: list[list[object]] | None = None,
    header: tuple[str, ...] = col.PEOPLE_COLUMNS,
) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = col.PEOPLE_SHEET
    for row in [list(header), *(people or [])]:
        sheet.append(row)
    sheet = book.create_sheet(col.UNITS_SHEET)
    for row in [list(col.UNIT_COLUMNS), *(units or [])]:
        sheet.append(row)
    book.save(path)
    return path


def person(**values: object) -> list[object]:
    row = {col.NUMBER: "9001", col.NAME: "白露", col.UNIT: "U2"} | values
    return [row.get(name, "") for name in col.PEOPLE_COLUMNS]


def run(path: Path, **options: object) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_people", path, stdout=out, stderr=err, **options)
    except CommandError as error:
        return error.returncode, out.getvalue(), f"{err.getvalue()}{error}"
    return 0, out.getvalue(), err.getvalue()


def table(path: Path, title: str) -> list[dict[str, str | None]]:
    rows = list(openpyxl.load_workbook(path)[title].iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def counts() -> tuple[int, int, int]:
    return User.objects.count(), Unit.objects.count(), UnitMembership.objects.count()

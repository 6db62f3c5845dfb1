"""The figures and the missing ones as workbooks."""

from typing import IO

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.log_actions import log

from editorial.errors import NotPossible
from editorial.workbooks import Table, new_book, saved
from people.models import User
from workshops.access import require_office
from workshops.coverage.queries import Coverage, units_asked, young_teachers
from workshops.coverage.rules import Shown
from workshops.models import WorkshopIndexPage

HIDDEN = "不公布"
MISSING_TAKEN = "workshops.coverage.export"


def coverage_book(coverage: Coverage) -> IO[bytes]:
    """Return the public figures; what the page hides is hidden here too."""
    book = new_book()
    tiers = Table(book, "层级", [("层级", 10), ("工作坊", 10)])
    tiers.write(coverage.tiers)
    for figure in coverage.figures:
        columns = [(figure.head, 16), ("参加", 10), ("总数", 10), ("百分比", 10)]
        table = Table(book, "单位" if figure.name == "units" else "青年教师", columns)
        rows = [*figure.rows, *([figure.total] if figure.total else [])]
        table.write(_cells(row) for row in rows)
        table.write([(), (figure.rule,), (f"统计于 {coverage.on.isoformat()}",)])
    return saved(book)


def _cells(row: Shown) -> tuple[str | int, ...]:
    if row.have is None or row.of is None:
        return row.label, HIDDEN, HIDDEN, HIDDEN
    percent = "" if row.percent is None else f"{row.percent}%"
    return row.label, row.have, row.of, percent


def missing_book(*, by: User, reason: str) -> IO[bytes]:
    """Return which units and which young teachers are in no workshop; who took it is noted.

    Raises:
        ReviewRefused: ``by`` is no editor.
        ValidationError: no reason.
        NotPossible: the site has no section of workshops, to which the note belongs.
    """
    require_office(by)
    if not reason.strip():
        raise ValidationError({"reason": "请写明导出的用途。"})
    section = WorkshopIndexPage.objects.first()
    if section is None:
        raise NotPossible("还没有工作坊栏目。")
    book = new_book()
    units = Table(book, "单位", [("单位代码", 14), ("单位", 30), ("类别", 12)])
    found = units_asked(is_covered=False).order_by("path")
    count = units.write((unit.code, unit.name, str(unit.get_kind_display())) for unit in found)
    columns = [("姓名", 12), ("单位", 30), ("学段", 8), ("从教年份", 10)]
    teachers = young_teachers(on=timezone.localdate(), is_inside=False)
    teachers = teachers.select_related("user", "unit").order_by("unit__path", "user__name")
    people = Table(book, "青年教师", columns).write(
        (each.user.name, each.unit.name, str(each.get_stage_display()), each.teaching_since)
        for each in teachers.iterator(chunk_size=500)
    )
    data = {"units": count, "teachers": people, "reason": reason.strip()}
    log(instance=section, action=MISSING_TAKEN, user=by, data=data)
    return saved(book)

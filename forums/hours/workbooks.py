"""What is kept about one person's taking part, as sheets of the own workbook."""

from typing import IO, TYPE_CHECKING

from editorial.workbooks import Table, new_book, saved
from forums.hours.rules import hours_of
from forums.models import Attendance, AttendanceChange, Certificate, HoursEntry
from people.models import User

if TYPE_CHECKING:
    from openpyxl import Workbook

EVENT, SESSION = ("活动", 32), ("场次", 24)


def own_sheets(book: "Workbook", user: User) -> None:
    """Add a person's attendance with its changes, hours and certificates. Queries: 4."""
    marks = Attendance.objects.filter(user=user).select_related("session__page", "unit")
    columns = [
        EVENT, SESSION, ("单位", 24), ("凭据", 14), ("到场", 18), ("离场", 18), ("分钟", 8),
        ("登记时间", 18), ("补送", 6), ("没有报名", 10), ("作废的理由", 30),
    ]  # fmt: skip
    Table(book, "签到", columns).write(
        (
            mark.session.page.title,
            mark.session.title,
            mark.unit.name if mark.unit else "",
            mark.get_way_display(),
            mark.arrived_at,
            mark.left_at,
            mark.minutes,
            mark.received_at,
            "是" if mark.is_late else "",
            "是" if mark.is_walk_in else "",
            mark.void_reason,
        )
        for mark in marks
    )
    changes = AttendanceChange.objects.filter(attendance__user=user)
    columns = [EVENT, SESSION, ("时间", 18), ("做了什么", 12), ("说明", 40)]
    Table(book, "签到的变动", columns).write(
        (
            change.attendance.session.page.title,
            change.attendance.session.title,
            change.at,
            change.get_verb_display(),
            change.note,
        )
        for change in changes.select_related("attendance__session__page")
    )
    entries = HoursEntry.objects.filter(user=user).with_steps().order_by("day", "pk")
    columns = [
        EVENT, SESSION, ("日期", 12), ("学时", 8), ("计入分钟", 10), ("依据", 30),
        ("主持人确认", 12), ("学校确认", 10), ("说明", 40),
    ]  # fmt: skip
    Table(book, "学时", columns).write(
        (
            entry.event_title,
            entry.session_title,
            f"{entry.day:%Y-%m-%d}",
            float(hours_of(entry.quarters)),
            entry.minutes,
            entry.basis,
            "是" if entry.is_hosted else "",
            "是" if entry.is_schooled else "",
            entry.reason or entry.why_less,
        )
        for entry in entries
    )
    columns = [
        ("编号", 16),
        EVENT,
        ("姓名", 12),
        ("单位", 24),
        ("出具日期", 12),
        ("撤销的理由", 30),
    ]
    Table(book, "证书", columns).write(
        (
            each.written_number,
            each.event_title,
            each.person_name,
            each.unit_name,
            f"{each.issued_on:%Y-%m-%d}",
            each.withdrawal_reason,
        )
        for each in Certificate.objects.filter(user=user)
    )


def own_workbook(user: User) -> IO[bytes]:
    """Return all that is kept about one's taking part; the caller closes the file."""
    book = new_book()
    own_sheets(book, user)
    return saved(book)

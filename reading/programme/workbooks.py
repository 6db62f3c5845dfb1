"""Excel of the programme: the summary of a unit, and what is kept about one teacher."""

from collections.abc import Iterator
from datetime import date
from typing import IO, TYPE_CHECKING

from editorial.workbooks import Cell, Table, new_book, saved
from people.models import User
from reading.models import Correction, Placement, PlannedBook
from reading.programme.rules import Level, SlotState
from reading.programme.summaries import Summary, slot_labels
from reading.programme.words import slot_in_words

if TYPE_CHECKING:
    from openpyxl import Workbook

HIDDEN = "不足 5 人，不单列"


def summary_book(summary: Summary, *, with_names: bool, on: date) -> IO[bytes]:
    """Return the summary as an Excel file at its start; the caller closes it.

    Args:
        with_names: add the sheet of how each teacher stands.
        on: the day of making.
    """
    book = new_book()
    _totals(book, summary, on)
    if summary.groups:
        _groups(book, summary)
    if with_names:
        _people(book, summary)
    return saved(book)


def _totals(book: "Workbook", summary: Summary, on: date) -> None:
    year, period = summary.year, summary.period
    rows: list[list[Cell]] = [
        ["单位", summary.unit.name],
        ["年度", year.name],
        ["起止", f"{year.starts_on:%Y-%m-%d} 至 {year.ends_on:%Y-%m-%d}"],
        ["制表日期", f"{on:%Y-%m-%d}"],
        ["教师", summary.teachers],
        ["全部完成", summary.complete],
        ["其他（本）", summary.others],
    ]
    if period and summary.in_period and not summary.in_period.is_small:
        counted = summary.in_period
        rows += [
            [f"{period}读完（本）", counted.books],
            [f"{period}有读完的教师", counted.readers],
            *([f"其中算作{kind.label}", amount] for kind, amount in counted.kinds),
            ["其中其他", counted.others],
        ]
    Table(book, "汇总", [("项目", 30), ("内容", 34)]).write(rows)
    columns = [("位置", 20), ("已完成（人）", 12), ("已读待评（人）", 14), ("还缺（人）", 12)]
    Table(book, "按位置", columns).write(
        [slot.label, slot.complete, slot.waiting, slot.empty] for slot in summary.slots
    )


def _groups(book: "Workbook", summary: Summary) -> None:
    columns = [("单位", 34), ("教师", 18), ("全部完成", 10)]
    columns += [(f"{slot.label}已完成", 18) for slot in summary.slots]
    Table(book, "按单位", columns).write(
        [group.name, HIDDEN]
        if group.teachers is None
        else [group.name, group.teachers, group.complete, *group.slots]
        for group in summary.groups
    )


def _people(book: "Workbook", summary: Summary) -> None:
    labels = slot_labels(summary.people[0].state.slots) if summary.people else []
    columns = [("姓名", 12), ("工号", 14), *((label, 34) for label in labels)]
    columns += [("其他（本）", 10), ("状态", 44)]
    Table(book, "教师", columns).write(_rows(summary))


def _rows(summary: Summary) -> Iterator[list[Cell]]:
    for each in summary.people:
        slots = [_slot(slot) for slot in each.state.slots]
        yield [each.name, each.staff_number, *slots, len(each.state.others), each.words]


def _slot(slot: SlotState) -> str:
    if slot.book is None:
        return slot_in_words(slot)
    waits = "（待评）" if slot.level == Level.WAITING else ""
    return f"{slot.book.quoted}{waits}"


def own_sheets(book: "Workbook", reader: User) -> None:
    """Add what is kept about a reader's programme to the workbook of everything. Queries: 3."""
    title, year = ("书名", 28), ("年度", 16)
    planned = PlannedBook.objects.filter(reader=reader).select_related("work", "year", "period")
    columns = [year, title, ("位置", 12), ("打算何时读", 20)]
    Table(book, "2+N 计划", columns).write(
        [each.year.name, each.work.title, each.get_slot_display(), str(each.period or "")]
        for each in planned
    )
    placed = Placement.objects.filter(record__reader=reader).select_related("record__work")
    Table(book, "自己放的位置", [title, ("位置", 12), ("放置时间", 18)]).write(
        [each.record.work.title, each.get_slot_display(), each.made_at]
        for each in placed.order_by("made_at", "pk")
    )
    corrections = Correction.objects.filter(record__reader=reader)
    columns = [
        title,
        ("改为", 12),
        ("理由", 40),
        ("经办人", 12),
        ("更正时间", 18),
        ("撤回时间", 18),
    ]
    Table(book, "学校的更正", columns).write(
        [
            each.record.work.title,
            each.get_slot_display(),
            each.reason,
            each.made_by.name if each.made_by else "",
            each.made_at,
            each.taken_back_at,
        ]
        for each in corrections.select_related("record__work", "made_by")
    )

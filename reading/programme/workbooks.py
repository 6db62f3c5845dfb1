"""The summary of a unit as Excel."""

from collections.abc import Iterator
from datetime import date
from typing import IO

from openpyxl import Workbook

from editorial.workbooks import Cell, Table, new_book, saved
from reading.programme.rules import Level, SlotState
from reading.programme.summaries import Summary, slot_labels
from reading.programme.words import slot_in_words

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


def _totals(book: Workbook, summary: Summary, on: date) -> None:
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


def _groups(book: Workbook, summary: Summary) -> None:
    columns = [("单位", 34), ("教师", 18), ("全部完成", 10)]
    columns += [(f"{slot.label}已完成", 18) for slot in summary.slots]
    Table(book, "按单位", columns).write(
        [group.name, HIDDEN]
        if group.teachers is None
        else [group.name, group.teachers, group.complete, *group.slots]
        for group in summary.groups
    )


def _people(book: Workbook, summary: Summary) -> None:
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

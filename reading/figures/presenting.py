"""Figures with their drawing, their table and the words beside them."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.safestring import SafeString

from reading.figures import svg
from reading.figures.counting import months_of
from reading.figures.queries import OwnYear
from reading.models import WorkKind, YearFigures

# Beside the whole page, and beside each figure, which may be looked at alone.
RULE = (
    "按老师自己记下的“读完”计数：读完日期在这个年度里、计入 2+N 的每一次算一本。"
    "不统计学校和个人；不足五人的组不公布，为了不被推算出来，有时相邻的一组也不公布。"
)
RULE_IN_SHORT = "计入 2+N 的“读完”，每次算一本；统计于 {day.year}年{day.month}月{day.day}日。"
CALENDAR_NOTE = "方块是读完一本书的日子，圆点是记下了读到哪里的日子。"
SHELF_NOTE = (
    "书越厚，书脊越宽；没有登记页数的按二百页画。"
    "朱红是教育名著，深色是学科专著，浅色是教育之外的书。"
)
TITLES = {
    "kind": ("按类别", "类别"),
    "subject": ("按老师的学科", "学科"),
    "stage": ("按老师的学段", "学段"),
    "month": ("按读完的月份", "月份"),
}


@dataclass(frozen=True)
class Figure:
    """One drawing and the table behind it.

    Attributes:
        head: the headings of the table's columns.
        note: what is counted, or how the drawing is to be read.
        rows: the table's rows, as they are shown.
    """

    name: str
    title: str
    drawing: SafeString
    head: tuple[str, ...]
    note: str
    rows: list[tuple[str, ...]]


def programme_figures(figures: YearFigures) -> list[Figure]:
    """Return the pictures of a year's totals."""
    note = RULE_IN_SHORT.format(day=timezone.localdate(figures.counted_at))
    return [_programme_figure(table["name"], table["rows"], note) for table in figures.tables]


def _programme_figure(name: str, rows: list[list], note: str) -> Figure:
    title, column = TITLES[name]
    shown = [(label, svg.HIDDEN if books is None else f"{books:,}") for label, books in rows]
    pairs = [(label, books) for label, books in rows]
    return Figure(name, title, svg.bars(name, title, pairs), (column, "读完的书"), note, shown)


def calendar_figure(own: OwnYear) -> Figure:
    """Return the calendar of a reader's year, with a table of its months."""
    months = months_of(own.year.starts_on, own.year.ends_on)
    finished = own.finished_days
    drawing = svg.calendar(
        "calendar", "一年的阅读日历", [month for month, _ in months], finished, own.days
    )
    rows = [
        (
            f"{year}年{label}",
            str(sum(n for day, n in finished.items() if (day.year, day.month) == (year, month))),
            str(sum((day.year, day.month) == (year, month) for day in own.days)),
        )
        for (year, month), label in months
    ]
    return Figure(
        "calendar", "阅读日历", drawing, ("月份", "读完（本）", "有进度（天）"), CALENDAR_NOTE, rows
    )


def shelf_figure(own: OwnYear, *, with_days: bool = True) -> Figure:
    """Return the books of a year on a shelf, with a table of them."""
    spines = [svg.Spine(volume.title, volume.kind, volume.pages) for volume in own.volumes]
    labels = dict(WorkKind.choices)
    rows = [
        (
            volume.title,
            volume.authors,
            str(labels[volume.kind]),
            *([volume.finished_on.isoformat()] if with_days else []),
        )
        for volume in own.volumes
    ]
    head = ("书名", "作者", "类别", *(["读完"] if with_days else []))
    return Figure(
        "shelf", "这一年的书架", svg.shelf("shelf", "一年的书架", spines), head, SHELF_NOTE, rows
    )

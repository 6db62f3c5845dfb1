"""Figures with their drawing, their table and the words beside them."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from reading.figures import svg
from reading.figures.counting import months_of
from reading.figures.queries import OwnYear
from reading.models import WorkKind, YearFigures

RULE = (
    "按老师自己记下的“读完”计数：读完日期在这个年度里、计入 2+N 的每一次算一本。"
    "不统计学校和个人；不足五人的组不公布，为了不被推算出来，有时相邻的一组也不公布。"
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
        rows: its rows, as they are shown.
    """

    name: str
    title: str
    drawing: SafeString
    head: tuple[str, ...]
    rows: list[tuple[str, ...]]


def programme_figures(figures: YearFigures) -> list[Figure]:
    """Return the pictures of a year's totals."""
    return [_programme_figure(table["name"], table["rows"]) for table in figures.tables]


def _programme_figure(name: str, rows: list[list]) -> Figure:
    title, column = TITLES[name]
    shown = [(label, svg.HIDDEN if books is None else f"{books:,}") for label, books in rows]
    pairs = [(label, books) for label, books in rows]
    return Figure(name, title, svg.bars(name, title, pairs), (column, "读完的书"), shown)


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
    return Figure("calendar", "阅读日历", drawing, ("月份", "读完（本）", "有进度（天）"), rows)


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
    return Figure("shelf", "这一年的书架", svg.shelf("shelf", "一年的书架", spines), head, rows)

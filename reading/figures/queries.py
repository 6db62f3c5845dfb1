"""Reads behind the pictures; each docstring gives the number of queries."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, QuerySet
from django.utils import timezone

from people.models import User
from portal.prepared import Prepared
from reading.models import (
    ProgressEntry,
    ReadingRecord,
    ReadingYear,
    SharedYear,
    WorkKind,
)


@dataclass(frozen=True)
class Volume:
    """A finished book as the shelf picture shows it."""

    title: str
    authors: str
    kind: str
    pages: int | None
    finished_on: date


@dataclass(frozen=True)
class OwnYear:
    """A year of one reader: the books in the order in which they were finished, and the days."""

    year: ReadingYear
    volumes: tuple[Volume, ...]
    days: frozenset[date]

    @property
    def finished_days(self) -> Counter[date]:
        """How many books were finished on which day."""
        return Counter(volume.finished_on for volume in self.volumes)

    @property
    def sentences(self) -> list[str]:
        """The year in words: what there was, never what there was not, no comparison."""
        if not self.volumes and not self.days:
            return []
        said = []
        if self.volumes:
            kinds = Counter(volume.kind for volume in self.volumes)
            parts = "、".join(
                f"{label} {kinds[value]} 本" for value, label in WorkKind.choices if kinds[value]
            )
            said.append(f"读完 {len(self.volumes)} 本书：{parts}。")
            if pages := sum(volume.pages or 0 for volume in self.volumes):
                said.append(f"登记了页数的书合起来有 {pages:,} 页。")
            first, last = self.volumes[0], self.volumes[-1]
            said.append(f"最早读完的是《{first.title}》（{_day(first.finished_on)}）。")
            if last != first:
                said.append(f"最近读完的是《{last.title}》（{_day(last.finished_on)}）。")
        if self.days:
            said.append(f"有 {len(self.days)} 天记下了读到哪里。")
        return said


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def years(on: Any = None) -> QuerySet[ReadingYear]:
    """Return the years that have begun on a day, newest first. Queries: 1, when read.

    Args:
        on: today if not given.
    """
    return ReadingYear.objects.filter(starts_on__lte=on or timezone.localdate())


def current_year() -> ReadingYear | None:
    """Return the year that runs today, or the last that ran. Queries: 1."""
    return years().first()


def own_year(reader: User, year: ReadingYear) -> OwnYear:
    """Return all that a reader finished and noted in a year; for that reader only. Queries: 2."""
    days = ProgressEntry.objects.filter(
        record__reader=reader, on__range=(year.starts_on, year.ends_on)
    )
    return OwnYear(year, _volumes(reader, year), frozenset(days.values_list("on", flat=True)))


def shown_year(shared: SharedYear) -> OwnYear:
    """Return what a shared year shows others: finished books that count, no days. Queries: 1."""
    return OwnYear(shared.year, _volumes(shared.reader, shared.year, counts=True), frozenset())


def _volumes(reader: User, year: ReadingYear, **only: bool) -> tuple[Volume, ...]:
    records = (
        ReadingRecord.objects.of(reader)
        .finished_between(year.starts_on, year.ends_on)
        .filter(**only)
        .select_related("work", "edition")
        .order_by("finished_on", "pk")
    )
    return tuple(
        Volume(
            title=record.work.title,
            authors=record.work.authors,
            kind=record.chosen_kind or record.work.kind,
            pages=record.pages or (record.edition.pages if record.edition else None),
            finished_on=record.finished_on,
        )
        for record in records
        if record.finished_on  # a finished record always has its day; this tells the type
    )


def sharing_of(reader: User, year: ReadingYear) -> SharedYear | None:
    """Return how a reader shares a year. Queries: 1."""
    return SharedYear.objects.filter(reader=reader, year=year).first()


def shared_by_token(token: str) -> SharedYear | None:
    """Return the shared year of an address, with its reader and year. Queries: 1."""
    shared = SharedYear.objects.filter(token=token, reader__is_active=True)
    return shared.select_related("reader", "year").first()


_current_figures = Prepared(lambda on: years(on).select_related("figures")[:1], on=DateField())


def year_with_figures(year_id: int | None) -> ReadingYear | None:
    """Return a begun year with its totals, the current one if none is named. Queries: 1."""
    if year_id is None:
        current = _current_figures(on=timezone.localdate())
        return current[0] if current else None
    return years().select_related("figures").filter(pk=year_id).first()

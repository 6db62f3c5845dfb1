"""Counts the programme's totals: a second's work for a task, never for a request."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from datetime import date

from django.db.models import Exists, OuterRef

from people.choices import Stage
from people.models import Subject, TeacherProfile
from reading.figures.rules import Cell
from reading.models import ReadingYear, WorkKind
from reading.programme.queries import counted_records

UNKNOWN = "未登记"
COLUMNS = (
    "reader_id",
    "chosen_kind",
    "work__kind",
    "reader__teacher_profile__subject_id",
    "reader__teacher_profile__stage",
    "finished_on",
)


class Groups:
    """Books and people of each group of one table."""

    def __init__(self) -> None:
        self.books: dict[Hashable, int] = defaultdict(int)
        self.people: dict[Hashable, set[int]] = defaultdict(set)

    def add(self, group: Hashable, reader_id: int) -> None:
        """Count one book."""
        self.books[group] += 1
        self.people[group].add(reader_id)

    def cells(
        self, labels: Iterable[tuple[Hashable, str]], unknown: Hashable = "unknown"
    ) -> list[Cell]:
        """Return a cell for each of the labels, empty groups too.

        Books of ``unknown``, the group of those about whom nothing is known, get a cell if there
        are any: nobody can tell who belongs to it, so that its absence tells of nobody.
        """
        if unknown in self.books:
            labels = [*labels, (unknown, UNKNOWN)]
        return [
            Cell(label, self.books.get(group, 0), len(self.people.get(group, ())))
            for group, label in labels
        ]


def count(year: ReadingYear) -> tuple[dict[str, list[Cell]], int]:
    """Count a year in one reading of its records, so that all tables have one sum.

    Returns:
        the cells of ``kind``, ``stage``, ``month`` and ``subject``, and how many people finished
        a book. Queries: 3.
    """
    kinds, subjects, stages, months = Groups(), Groups(), Groups(), Groups()
    readers = set()
    of_active = counted_records(year).filter(reader__is_active=True)
    rows = of_active.order_by().values_list(*COLUMNS).iterator(chunk_size=5_000)
    for reader, chosen, kind, subject, stage, day in rows:
        readers.add(reader)
        kinds.add(chosen or kind, reader)
        subjects.add(subject, reader)
        stages.add(stage or "", reader)
        months.add((day.year, day.month), reader)
    tables = {
        "kind": kinds.cells(WorkKind.choices),
        "stage": stages.cells(_stages(), unknown=""),
        "month": months.cells(months_of(year.starts_on, year.ends_on)),
        "subject": subjects.cells(_subjects(), unknown=None),
    }
    return tables, len(readers)


def _subjects() -> list[tuple[int, str]]:
    """Return the subjects that somebody teaches; others have no group to be small."""
    taught = TeacherProfile.objects.filter(user__is_active=True, subject=OuterRef("pk"))
    return list(Subject.objects.filter(Exists(taught)).values_list("pk", "name"))


def _stages() -> list[tuple[str, str]]:
    """Return the stages at which somebody teaches."""
    taught = TeacherProfile.objects.filter(user__is_active=True).order_by()
    found = set(taught.values_list("stage", flat=True).distinct())
    return [(value, str(label)) for value, label in Stage.choices if value in found]


def months_of(first: date, last: date) -> list[tuple[tuple[int, int], str]]:
    """Return each month that the days touch as (year, month), with its name."""
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [
        ((number // 12, number % 12 + 1), f"{number % 12 + 1}月")
        for number in range(begin, end + 1)
    ]

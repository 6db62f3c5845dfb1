"""Reads of the programme; each docstring gives the number of queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from people.models import TeacherProfile, Unit, User
from reading.models import Work
from reading.models.catalogue import WorkKind
from reading.models.programme import (
    Correction,
    Evidence,
    Period,
    PlannedBook,
    ReadingYear,
    RuleSet,
)
from reading.models.records import ReadingRecord, ReadingState
from reading.programme.kinds import Kinds
from reading.programme.rules import PRIORITY, Book, Level, Rules, YearState, allocate
from reading.programme.words import in_words, next_steps
from search.pinyin import read


@dataclass(frozen=True)
class BeingRead:
    """A book that its reader has begun; nobody else may know."""

    work_id: int
    title: str
    kinds: tuple[WorkKind, ...]


@dataclass(frozen=True)
class Standing:
    """How a reader stands in a year, as the reader may see it.

    Attributes:
        books: all finished ones that count, as the rules take them.
        placed: the works for which the reader chose a place on this page.
    """

    year: ReadingYear
    state: YearState
    books: tuple[Book, ...]
    being_read: tuple[BeingRead, ...]
    placed: frozenset[int] = frozenset()

    @property
    def reading(self) -> list[WorkKind]:
        """For each book being read, the kind of the slot that it would fill."""
        empty = [slot.kind for slot in self.state.slots if slot.level == Level.EMPTY]
        found = []
        for book in self.being_read:
            wanted = next((kind for kind in book.kinds if kind in empty), None)
            if wanted:
                empty.remove(wanted)
            found.append(wanted or next(iter(book.kinds), WorkKind.GENERAL))
        return found

    @property
    def words(self) -> str:
        """The state in words."""
        return in_words(self.state, self.reading)

    @property
    def steps(self) -> list[str]:
        """What is missing, a sentence each."""
        return next_steps(self.state, self.reading)


@dataclass(frozen=True)
class TeacherState:
    """How a teacher of a unit stands, as the school's administrator may see it.

    What is being read is not in it.
    """

    user_id: int
    name: str
    staff_number: str
    unit_id: int
    stage: str
    state: YearState

    @property
    def words(self) -> str:
        """The state in words."""
        return in_words(self.state)


def rules_of(rule_set: RuleSet) -> Rules:
    """Return a rule set as the rules take it. Queries: 0."""
    evidence = (
        rule_set.classic_evidence,
        rule_set.monograph_evidence,
        rule_set.general_evidence,
    )
    asks = zip(PRIORITY, evidence, strict=True)
    return Rules(
        classics=rule_set.classics,
        monographs=rule_set.monographs,
        general=rule_set.general,
        needs_log=frozenset(kind for kind, each in asks if each == Evidence.REVIEW),
    )


def all_years() -> QuerySet[ReadingYear]:
    """Return the years with their rules, the newest first. Queries: 1, when read."""
    return ReadingYear.objects.select_related("rule_set")


def year_for(day: date) -> ReadingYear | None:
    """Return the year in which a book finished on ``day`` counts. Queries: 1."""
    return all_years().filter(starts_on__lte=day, ends_on__gte=day).first()


def periods_of(year: ReadingYear, stage: str | None = None) -> QuerySet[Period]:
    """Return the terms and holidays that touch a year, the earliest first. Queries: 1, when read.

    Args:
        stage: only those of this stage of schooling and of all stages.
    """
    periods = Period.objects.filter(starts_on__lte=year.ends_on, ends_on__gte=year.starts_on)
    if stage is not None:
        periods = periods.filter(stage__in=("", stage))
    return periods.order_by("starts_on", "stage")


def counted_records(year: ReadingYear) -> QuerySet[ReadingRecord]:
    """Return the records that count in a year, of all readers. Queries: 1, when read."""
    finished = ReadingRecord.objects.finished_between(year.starts_on, year.ends_on)
    return finished.filter(counts=True)


def state_of(reader: User, year: ReadingYear) -> Standing:
    """Return how a reader stands. Queries: 1.

    Args:
        year: with its rule set fetched (``year_for``, ``all_years``).
    """
    finished = Q(
        state=ReadingState.FINISHED,
        counts=True,
        finished_on__range=(year.starts_on, year.ends_on),
    )
    records = ReadingRecord.objects.of(reader).filter(finished | Q(state=ReadingState.READING))
    subject = TeacherProfile.objects.filter(user=OuterRef("reader")).values("subject__name")
    rows = list(_rows(records.annotate(subject=Subquery(subject)), "subject"))
    kinds = Kinds()
    books, being_read = [], []
    for row in rows:
        of_work = kinds.of(row.work, row.extra or "")
        if row.finished_on is None:
            being_read.append(BeingRead(row.work.pk, row.work.title, _chosen(of_work, row)))
        else:
            books.append(_book(row, of_work))
    state = allocate(rules_of(year.rule_set), books)
    placed = frozenset(row.work.pk for row in rows if row.placed)
    return Standing(year, state, tuple(books), tuple(being_read), placed)


def states_of_unit(unit: Unit, year: ReadingYear) -> list[TeacherState]:
    """Return how the active teachers of a unit and of those below it stand, by name.

    By where they teach now, whichever year is asked for. Queries: 2.

    Args:
        year: with its rule set fetched.
    """
    profiles = teachers_below(unit)
    teachers = profiles.values_list(
        "user_id", "user__name", "user__staff_number", "unit_id", "stage", "subject__name"
    )
    records = counted_records(year).filter(reader__in=profiles.values("user"))
    by_reader: dict[int, list[_Row]] = {}
    for row in _rows(records, "reader_id"):
        by_reader.setdefault(row.extra, []).append(row)
    kinds, rules = Kinds(), rules_of(year.rule_set)
    nothing = allocate(rules, [])
    found = []
    for user_id, name, number, unit_id, stage, subject in teachers:
        books = [
            _book(row, kinds.of(row.work, subject or "")) for row in by_reader.get(user_id, ())
        ]
        state = allocate(rules, books) if books else nothing
        found.append(TeacherState(user_id, name, number, unit_id, stage, state))
    return sorted(found, key=lambda each: (*by_name(each.name), each.staff_number))


def teachers_below(unit: Unit) -> QuerySet[TeacherProfile]:
    """Return the active teachers of a unit and of those below it. Queries: 1, when read."""
    return TeacherProfile.objects.filter(user__is_active=True, unit__path__startswith=unit.path)


def by_name(name: str) -> tuple[str, str]:
    """Return what a person's name is sorted by: its pinyin, surnames as surnames are read."""
    return (read(name, is_name=True).full, name)


def plan_of(reader: User, year: ReadingYear) -> QuerySet[PlannedBook]:
    """Return the books that a reader means to read, by period. Queries: 1, when read."""
    planned = PlannedBook.objects.filter(reader=reader, year=year)
    done = counted_records(year).filter(reader=reader, work=OuterRef("work"))
    planned = planned.annotate(is_done=Exists(done)).select_related("work", "period")
    return planned.order_by(F("period__starts_on").asc(nulls_last=True), "pk")


def corrections_of(reader: User, year: ReadingYear) -> QuerySet[Correction]:
    """Return the corrections that hold for a reader's year. Queries: 1, when read."""
    records = counted_records(year).filter(reader=reader)
    standing = Correction.objects.filter(record__in=records, taken_back_at=None)
    return standing.select_related("record__work", "made_by")


# What the rules read of a book; with each record, for most records are of different books.
_OF_WORK = ("id", "title", "kind", "kind_set_by_editor", "is_classic", "clc", "subject")


class _Row(NamedTuple):
    record_id: int
    work: Work
    finished_on: date | None
    is_logged: bool
    chosen_kind: str
    placed: str | None
    corrected: str | None
    extra: Any


def _rows(records: QuerySet[ReadingRecord], extra: str) -> Iterator[_Row]:
    """Return what the rules need of records, as tuples. Queries: 1."""
    standing = Correction.objects.filter(record=OuterRef("pk"), taken_back_at=None)
    rows = (
        records.annotate(corrected=Subquery(standing.values("slot")[:1]))
        .order_by("finished_on", "pk")
        .values_list(
            "pk",
            "finished_on",
            "logged_on",
            "chosen_kind",
            "placement__slot",
            "corrected",
            extra,
            "state",
            *(f"work__{name}" for name in _OF_WORK),
        )
    )
    for pk, day, logged_on, chosen, placed, corrected, more, state, *of_work in rows:
        finished_on = day if state == ReadingState.FINISHED else None
        work = Work(**dict(zip(_OF_WORK, of_work, strict=True)))
        yield _Row(pk, work, finished_on, logged_on is not None, chosen, placed, corrected, more)


def _chosen(kinds: tuple[WorkKind, ...], row: _Row) -> tuple[WorkKind, ...]:
    chosen = tuple(kind for kind in kinds if kind == row.chosen_kind)
    return chosen or kinds


def _book(row: _Row, kinds: tuple[WorkKind, ...]) -> Book:
    if row.finished_on is None:
        raise ValueError("a book that is not finished has no place")
    pinned = row.placed or row.chosen_kind
    return Book(
        record_id=row.record_id,
        work_id=row.work.pk,
        title=row.work.title,
        finished_on=row.finished_on,
        logged=row.is_logged,
        kinds=kinds,
        pinned=WorkKind(pinned) if pinned else None,
        corrected=row.corrected,
    )

"""What changes a year of 2+N: the reader's plan and places, the school's corrections."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from editorial.errors import NotPossible
from editorial.notices.actions import write
from editorial.notices.rules import SLOT_CORRECTION
from people.models import User
from people.roles import Role, in_scope
from reading.models import Work
from reading.models.catalogue import WorkKind
from reading.models.programme import (
    Correction,
    Period,
    Placement,
    PlannedBook,
    ReadingYear,
)
from reading.models.records import ReadingRecord, ReadingState
from reading.programme.queries import periods_of, state_of, year_for
from reading.programme.rules import Book, may_move, once_each

MOST_PLANNED = 60
LONGEST_REASON = 200


@transaction.atomic
def plan_book(
    *, reader: User, year: ReadingYear, work_id: int, slot: str, period: Period | None = None
) -> PlannedBook:
    """Put a book into the reader's plan of a year, or plan it anew for another slot or period.

    Args:
        work_id: a book that the reader may use.
        slot: a ``WorkKind``.
        period: when to read it; one of those that touch the year.

    Raises:
        Http404: there is no such book for this reader.
        ValidationError: the period lies outside the year, or the plan is full.
    """
    _lock(reader)
    work = Work.objects.usable_by(reader).filter(pk=work_id).first()
    if work is None:
        raise Http404("没有这本书。")
    if period is not None and not periods_of(year).filter(pk=period.pk).exists():
        raise ValidationError({"period": "这段时间不在这个年度里。"})
    planned = PlannedBook.objects.filter(reader=reader, year=year)
    if not planned.filter(work=work).exists() and planned.count() >= MOST_PLANNED:
        raise ValidationError({"work": f"一年最多列 {MOST_PLANNED} 本，请先去掉几本。"})
    values = {"slot": WorkKind(slot), "period": period}
    book, _ = PlannedBook.objects.update_or_create(
        reader=reader, year=year, work=work, defaults=values
    )
    return book


@transaction.atomic
def unplan_book(*, reader: User, planned_id: int) -> None:
    """Take a book out of the reader's plan; nothing happens where it is not in it."""
    PlannedBook.objects.filter(reader=reader, pk=planned_id).delete()


@transaction.atomic
def move_book(*, reader: User, record_id: int, slot: str) -> None:
    """Put a finished book of the reader into a slot of another kind.

    Raises:
        Http404: the reader has no such record.
        NotPossible: the rules do not allow it, or the school has decided.
    """
    _lock(reader)
    record, year = _counted_record(record_id, reader=reader)
    standing = state_of(reader, year)
    book = _book_of(standing.books, record)
    placed = Placement.objects.filter(record__in=_readings(record, year))
    wanted = WorkKind(slot)
    if placed.filter(slot=wanted).exists() and book.pinned == wanted:
        return  # asked for twice
    verdict = may_move(standing.state.rules, standing.books, book.record_id, wanted)
    if not verdict.allowed:
        raise NotPossible(verdict.reason)
    placed.exclude(record_id=book.record_id).delete()
    values = {"slot": wanted, "made_at": timezone.now()}
    Placement.objects.update_or_create(record_id=book.record_id, defaults=values)


@transaction.atomic
def take_back_move(*, reader: User, record_id: int) -> None:
    """Leave the place of a book to the rules again; nothing happens where they have it.

    Raises:
        Http404: the reader has no such record.
    """
    _lock(reader)
    record, year = _counted_record(record_id, reader=reader)
    Placement.objects.filter(record__in=_readings(record, year)).delete()


@transaction.atomic
def correct(*, by: User, record_id: int, slot: str, reason: str) -> Correction:
    """Decide for a teacher's book otherwise; the teacher is told, with the reason.

    Args:
        by: a school administrator whose scope covers the teacher's unit, never the reader.
        slot: a ``WorkKind`` or ``Correction.NOT_COUNTED``.
        reason: at most ``LONGEST_REASON`` characters; the teacher reads it.

    Raises:
        Http404: there is no such counted record in ``by``'s scope.
        PermissionDenied: it is the own record.
        ValidationError: the reason is missing or too long.
        NotPossible: the book stands there already.
    """
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": "请写明理由，老师会看到。"})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": f"理由最多 {LONGEST_REASON} 字。"})
    record, year = correctable(by=by, record_id=record_id)
    _lock(record.reader)
    standing = Correction.objects.filter(record__in=_readings(record, year), taken_back_at=None)
    present = standing.select_for_update().first()
    if present and (present.slot, present.reason, present.made_by_id) == (slot, reason, by.pk):
        return present  # asked for twice
    if present is None and _place(record, year) == slot:
        raise NotPossible("这本书已经在这个位置，不用更正。")
    standing.update(taken_back_at=timezone.now())
    made = Correction.objects.create(record=record, slot=slot, reason=reason, made_by=by)
    step = made.get_slot_display()
    _tell(record, year, step if slot == Correction.NOT_COUNTED else f"改为{step}")
    return made


@transaction.atomic
def take_back_correction(*, by: User, correction_id: int) -> None:
    """Let the rules and the reader place a book again; the teacher is told.

    Nothing happens where it was taken back before.

    Args:
        by: as for ``correct``.

    Raises:
        Http404: there is no such correction in ``by``'s scope.
        PermissionDenied: it is the own record.
    """
    correction = Correction.objects.filter(pk=correction_id).first()
    if correction is None:
        raise Http404("没有这条更正。")
    record, year = correctable(by=by, record_id=correction.record_id)
    _lock(record.reader)
    standing = Correction.objects.filter(pk=correction.pk, taken_back_at=None)
    if not standing.update(taken_back_at=timezone.now()):
        return
    _tell(record, year, "更正已撤回")


def correctable(*, by: User, record_id: int) -> tuple[ReadingRecord, ReadingYear]:
    """Return a record that ``by`` may correct, and its year. Queries: at most 6.

    What the school never sees looks like what does not exist: a book neither in a slot nor
    corrected.

    Raises:
        Http404, PermissionDenied: see ``correct``.
    """
    record, year = _counted_record(record_id)
    if not in_scope(by, Role.SCHOOL_ADMIN, record.reader.unit):
        raise Http404("没有这条记录。")
    if record.reader_id == by.pk:
        raise PermissionDenied("自己的书不能由自己更正，请另一位学校管理员处理。")
    books = state_of(record.reader, year)
    book = _book_of(books.books, record)
    if books.state.place_of(book.record_id) is None and not book.corrected:
        raise Http404("没有这条记录。")
    return record, year


def _lock(reader: User) -> None:
    """Let one change of a reader's year happen after the other."""
    User.objects.select_for_update().only("pk").get(pk=reader.pk)


def _counted_record(
    record_id: int, *, reader: User | None = None
) -> tuple[ReadingRecord, ReadingYear]:
    records = ReadingRecord.objects.filter(state=ReadingState.FINISHED, counts=True)
    if reader is not None:
        records = records.of(reader)
    record = records.select_related("work", "reader__teacher_profile__unit")
    found = record.filter(pk=record_id).first()
    year = year_for(_day(found)) if found else None
    if found is None or year is None:
        raise Http404("没有这条记录。")
    return found, year


def _readings(record: ReadingRecord, year: ReadingYear) -> list[int]:
    """The records of the same reader, work and year, which count once."""
    same = ReadingRecord.objects.of(record.reader).filter(work=record.work_id)
    return list(same.finished_between(year.starts_on, year.ends_on).values_list("pk", flat=True))


def _book_of(books: tuple[Book, ...], record: ReadingRecord) -> Book:
    """The one that stands for all readings of a work."""
    return next(each for each in once_each(books) if each.work_id == record.work_id)


def _place(record: ReadingRecord, year: ReadingYear) -> WorkKind | None:
    standing = state_of(record.reader, year)
    return standing.state.place_of(_book_of(standing.books, record).record_id)


def _day(record: ReadingRecord) -> date:
    if record.finished_on is None:  # a constraint of the table forbids it
        raise ValueError("a finished record without its day")
    return record.finished_on


def _tell(record: ReadingRecord, year: ReadingYear, step: str) -> None:
    write(
        notice=SLOT_CORRECTION,
        recipient_id=record.reader_id,
        due_at=timezone.now(),
        page_id=None,
        page_title=record.work.title,
        url=f"{reverse('programme:mine')}?year={year.pk}",
        step=step,
    )

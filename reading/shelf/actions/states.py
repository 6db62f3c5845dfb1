"""Moving a book between want, reading, finished and stopped."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from editorial.errors import NotPossible
from people.models import User
from reading.models import OPEN_STATES, Edition, ReadingRecord, ReadingState, Work
from reading.shelf import rules
from reading.shelf.actions.locking import (
    current_record,
    has_open,
    lock_shelf,
    locked_record,
    new_record,
)
from reading.shelf.rules import MOST_RECORDS, Verb

MOST_WANTED_AT_ONCE = 200


@transaction.atomic
def move(
    *,
    reader: User,
    verb: Verb,
    work_id: int | None = None,
    record_id: int | None = None,
    on: date | None = None,
) -> ReadingRecord:
    """Move a book, named by itself or by one of the reader's records of it.

    A second tap finds the book where the first one brought it, and changes nothing.

    Args:
        on: the day; today if not given.

    Raises:
        DoesNotExist: of ``ReadingRecord`` or ``Work``: not the reader's, or not in the catalogue.
        NotPossible: the book is in a state from which this does not lead.
        ValidationError: the day cannot be, under ``on``.
    """
    if record_id is not None:
        record: ReadingRecord | None = locked_record(reader, record_id)
    else:
        record = current_record(reader, work_id or 0)
    state = record.state if record else None
    if record and (verb == Verb.AGAIN or not rules.is_done(verb, state)):
        work_id = record.work_id
    elif record:
        return record
    if verb == Verb.AGAIN and has_open(reader, work_id or 0):
        return ReadingRecord.objects.of(reader).get(work_id=work_id or 0, state__in=OPEN_STATES)
    if not rules.may(verb, state):
        raise NotPossible(_refusal(record))
    if verb == Verb.REOPEN and record and record.log_id:
        raise NotPossible("这次阅读已经写了读书笔记，不能改回在读；日期可以改。")
    if record is None or verb == Verb.AGAIN:
        record = _another(reader, record) if record else new_record(reader, work_id or 0)
    elif rules.is_open(rules.LEADS_TO[verb]) and has_open(reader, record.work_id, but=record.pk):
        raise NotPossible("这本书另有一条没读完的记录，请先处理那一条。")
    day = on or timezone.localdate()
    if problem := rules.day_problem(day, today=timezone.localdate()):
        raise ValidationError({"on": problem})
    _set(record, verb, day)
    record.save()
    return record


def _another(reader: User, before: ReadingRecord) -> ReadingRecord:
    """Return an unsaved record of the same book in the same edition."""
    return ReadingRecord(
        reader=reader,
        work=before.work,
        edition_id=before.edition_id,
        pages=before.pages,
        chosen_kind=before.chosen_kind,
    )


def _set(record: ReadingRecord, verb: Verb, day: date) -> None:
    target = rules.LEADS_TO[verb]
    record.state = target
    record.finished_on = record.stopped_on = None
    if target == ReadingState.WANT:
        record.wanted_on = record.wanted_on or day
    elif target == ReadingState.READING:
        record.started_on = record.started_on or day
    elif target == ReadingState.STOPPED:
        record.stopped_on = day
    else:
        if record.started_on and record.started_on > day:
            raise ValidationError({"on": "读完日期早于开始日期。"})
        record.finished_on = day


def _refusal(record: ReadingRecord | None) -> str:
    if record is None:
        return "这本书还不在您的书架上。"
    return f"{record.work}现在是“{record.get_state_display()}”，请刷新后再试。"


@transaction.atomic
def want_all(*, reader: User, work_ids: Collection[int]) -> int:
    """Put the books of a list on the want shelf, those left out that the reader has a record of.

    Books that the reader may not use are left out too. Queries: 5.

    Returns:
        how many books are new there.
    """
    lock_shelf(reader)
    asked = list(dict.fromkeys(work_ids))[:MOST_WANTED_AT_ONCE]
    shelf = ReadingRecord.objects.of(reader)
    present = set(shelf.filter(work_id__in=asked).values_list("work_id", flat=True))
    usable = set(Work.objects.usable_by(reader).filter(pk__in=asked).values_list("pk", flat=True))
    room = MOST_RECORDS - shelf.count()
    new = [pk for pk in asked if pk in usable - present][: max(0, room)]
    pages = dict(
        Edition.objects.filter(work_id__in=new, pages__isnull=False)
        .order_by("-sort_order", "-pk")
        .values_list("work_id", "pages")
    )
    today = timezone.localdate()
    ReadingRecord.objects.bulk_create(
        ReadingRecord(
            reader=reader,
            work_id=pk,
            state=ReadingState.WANT,
            wanted_on=today,
            pages=pages.get(pk),
        )
        for pk in new
    )
    return len(new)

"""What a reader says about one reading: its days, what it counts as, that it is to go."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from people.models import User
from reading.models import ReadingRecord, ReadingState, WorkKind
from reading.shelf import rules
from reading.shelf.actions.locking import locked_record
from reading.shelf.kinds import open_kinds


@transaction.atomic
def move_dates(
    *, reader: User, record_id: int, started_on: date | None, ended_on: date | None
) -> ReadingRecord:
    """Set the days of a reading.

    Args:
        ended_on: when it was finished or put aside; no meaning while it goes on.

    Raises:
        ReadingRecord.DoesNotExist: not the reader's.
        ValidationError: a day cannot be, under its name.
    """
    record = locked_record(reader, record_id)
    today = timezone.localdate()
    problems = {}
    if started_on and (problem := rules.day_problem(started_on, today=today)):
        problems["started_on"] = problem
    has_ended = not rules.is_open(record.state)
    if has_ended and ended_on is None:
        problems["ended_on"] = "请填写日期。"
    elif has_ended and ended_on:
        if problem := rules.day_problem(ended_on, today=today):
            problems["ended_on"] = problem
        elif started_on and started_on > ended_on:
            problems["ended_on"] = "这一天早于开始日期。"
    if problems:
        raise ValidationError(problems)
    record.started_on = started_on
    if record.state == ReadingState.FINISHED:
        record.finished_on = ended_on
    elif record.state == ReadingState.STOPPED:
        record.stopped_on = ended_on
    record.save(update_fields=["started_on", "finished_on", "stopped_on", "updated_at"])
    return record


@transaction.atomic
def choose_kind(*, reader: User, record_id: int, kind: str) -> ReadingRecord:
    """Say what the book is where the rules leave it open; empty takes the choice back.

    Raises:
        ReadingRecord.DoesNotExist: not the reader's.
        ValidationError: the rules do not leave this kind open, under ``kind``.
    """
    record = locked_record(reader, record_id)
    kinds = {*open_kinds(record.work, reader), WorkKind.GENERAL, ""}
    if kind not in kinds:
        raise ValidationError({"kind": "按目录，这本书不能算作这一类。"})
    record.chosen_kind = kind
    record.save(update_fields=["chosen_kind", "updated_at"])
    return record


@transaction.atomic
def let_count(*, reader: User, record_id: int, counts: bool) -> ReadingRecord:
    """Let a reading count for the 2+N, or keep it out of it and so out of the school's sight.

    Raises:
        ReadingRecord.DoesNotExist: not the reader's.
    """
    record = locked_record(reader, record_id)
    record.counts = counts
    record.save(update_fields=["counts", "updated_at"])
    return record


@transaction.atomic
def delete_record(*, reader: User, record_id: int) -> None:
    """Delete a reading with its progress, notes and photos; a log about it stays.

    Raises:
        ReadingRecord.DoesNotExist: not the reader's.
    """
    locked_record(reader, record_id).delete()

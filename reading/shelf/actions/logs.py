"""A reading log and the reading that it is about: what was entered once is used again."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from editorial.enums import Audience, Verdict
from editorial.models import Decision
from people.models import User
from reading.models import OPEN_STATES, ReadingLogPage, ReadingRecord, ReadingState
from reading.shelf import rules
from reading.shelf.actions.locking import lock_shelf


@transaction.atomic
def note_log(
    *, log: ReadingLogPage, is_written: bool, on: date | None = None
) -> ReadingRecord | None:
    """Let the record of the reading know its log, and note the day on which it was written.

    A log that is only begun joins the finished record it speaks of, if there is one. A written
    one makes the record where there is none: an open record of the book is finished, else another
    is added. The days of the log, which its author has just confirmed, become those of the record.

    Args:
        log: the version that was saved.
        is_written: it was handed in, or kept complete for its author alone.
        on: the day on which it was written; today if not given.

    Returns:
        The record; nothing where the log names no book, no day, or one that cannot be.
    """
    reader = log.owner
    if reader is None:
        return None
    lock_shelf(reader)
    _leave_others(log)
    record = _record_of(reader, log)
    if record is None and is_written:
        record = _made_for(reader, log)
    if record is None:
        return None
    record.log = log
    if is_written:
        record.logged_on = record.logged_on or on or timezone.localdate()
        if finished_on := _finished_on(log):
            record.started_on = _not_after(log.started_on or record.started_on, finished_on)
            record.finished_on = finished_on
    record.save()
    return record


def _leave_others(log: ReadingLogPage) -> None:
    """Free a record of another book: the author has chosen again."""
    others = ReadingRecord.objects.filter(log=log).exclude(work_id=log.work_id)
    others.update(log=None, logged_on=None)


def _record_of(reader: User, log: ReadingLogPage) -> ReadingRecord | None:
    """Return the record that has this log, else the finished one that has this day and no log."""
    finished = ReadingRecord.objects.of(reader).filter(
        work_id=log.work_id, state=ReadingState.FINISHED
    )
    if joined := finished.filter(log=log).first():
        return joined
    if log.finished_on is None:
        return None
    return finished.filter(log=None, finished_on=log.finished_on).order_by("pk").first()


def _finished_on(log: ReadingLogPage) -> date | None:
    """Return the day that the log names, if the book can have been finished on it."""
    day = log.finished_on
    if day is None or rules.finished_problem(log.started_on, day, today=timezone.localdate()):
        return None
    return day


def _made_for(reader: User, log: ReadingLogPage) -> ReadingRecord | None:
    finished_on = _finished_on(log)
    if log.work_id is None or finished_on is None:
        return None
    waiting = ReadingRecord.objects.of(reader).filter(work_id=log.work_id, state__in=OPEN_STATES)
    record = waiting.first()
    if record is None or (record.started_on and record.started_on > finished_on):
        record = ReadingRecord(reader=reader, work_id=log.work_id)
    record.state = ReadingState.FINISHED
    record.finished_on = finished_on
    return record


def _not_after(started_on: date | None, finished_on: date) -> date | None:
    return started_on if started_on and started_on <= finished_on else None


def forget_log(*, log: ReadingLogPage) -> None:
    """Clear the records of a log that is about to be deleted."""
    ReadingRecord.objects.filter(log=log).update(log=None, logged_on=None)


def ensure_records_for_logs() -> int:
    """Give the logs that were handed in before there were records one each.

    Safe to run twice. Queries: some 8 a log.

    Returns:
        how many logs have a record now.
    """
    submitted = Decision.objects.filter(verdict=Verdict.SUBMIT).values("page")
    logs = ReadingLogPage.objects.exclude(owner=None)
    found = 0
    for page in logs.select_related("owner").iterator(chunk_size=500):
        log = page.get_latest_revision_as_object()
        is_written = page.live or is_kept(log)
        is_written = is_written or submitted.filter(page=page.pk).exists()
        last = page.first_published_at or page.latest_revision_created_at or timezone.now()
        day = timezone.localdate(last)
        found += note_log(log=log, is_written=is_written, on=day) is not None
    return found


def is_kept(log: ReadingLogPage) -> bool:
    """Whether the author keeps the log complete, and for nobody else."""
    return log.audience == Audience.PRIVATE and bool(log.body_text)

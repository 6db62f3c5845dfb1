"""How far a reader is: one entry a day, the newest day's page on the record."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from editorial.errors import NotPossible
from people.models import User
from reading.models import ProgressEntry, ReadingRecord, ReadingState
from reading.shelf import rules
from reading.shelf.actions.locking import lock_shelf, locked_record


@transaction.atomic
def note_progress(
    *,
    reader: User,
    record_id: int,
    page: int,
    on: date | None = None,
    pages: int | None = None,
) -> ReadingRecord:
    """Note the page reached on a day; another page of the same day takes its place.

    A book that was only wanted is being read from that day on.

    Args:
        on: the day; today if not given.
        pages: of the whole book, where the reader corrects it.

    Raises:
        ReadingRecord.DoesNotExist: not the reader's.
        NotPossible: the book is finished or put aside.
        ValidationError: a page or the day cannot be, by field.
    """
    record = locked_record(reader, record_id)
    if not rules.is_open(record.state):
        raise NotPossible(f"{record.work}已经是“{record.get_state_display()}”，进度没有记。")
    on = on or timezone.localdate()
    problems = {}
    if problem := rules.page_problem(pages):
        problems["pages"] = problem
    if problem := rules.page_problem(page, pages or record.pages):
        problems["page"] = problem
    if problem := rules.day_problem(on, today=timezone.localdate()):
        problems["on"] = problem
    if problems:
        raise ValidationError(problems)
    ProgressEntry.objects.update_or_create(record=record, on=on, defaults={"page": page})
    record.pages = pages or record.pages
    record.state = ReadingState.READING
    record.started_on = min(record.started_on or on, on)
    _take_newest(record)
    record.save()
    return record


@transaction.atomic
def delete_progress(*, reader: User, entry_id: int) -> ReadingRecord:
    """Delete an entry; the record stands on the newest that is left.

    Raises:
        ProgressEntry.DoesNotExist: not the reader's.
    """
    lock_shelf(reader)
    entry = ProgressEntry.objects.select_related("record__work").get(
        pk=entry_id, record__reader=reader
    )
    record = entry.record
    entry.delete()
    _take_newest(record)
    record.save(update_fields=["page", "updated_at"])
    return record


def _take_newest(record: ReadingRecord) -> None:
    newest = record.progress.order_by("-on").first()
    record.page = newest.page if newest else None

"""Taking over a list that a reader kept elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from editorial.errors import NotPossible
from people.models import User
from reading.catalogue.actions import propose_work
from reading.models import OPEN_STATES, ReadingRecord, ReadingState
from reading.shelf.actions.locking import lock_shelf
from reading.shelf.importing import BookRow, good
from reading.shelf.matching import match_rows
from reading.shelf.rules import MOST_RECORDS


@dataclass
class Imported:
    """What an import did: new records, rows that were there already, books that were proposed."""

    new: int = 0
    present: int = 0
    proposed: int = 0


@transaction.atomic
def import_rows(*, reader: User, rows: Sequence[BookRow]) -> Imported:
    """Store the rows without problems; books that the catalogue lacks become proposals.

    What is on the shelf already is left as it is, so a list sent twice is stored once.

    Raises:
        NotPossible: the shelf would be too full.
    """
    lock_shelf(reader)
    rows = good(rows)
    if ReadingRecord.objects.of(reader).count() + len(rows) > MOST_RECORDS:
        raise NotPossible(f"书架最多放 {MOST_RECORDS} 条记录，这份清单放不下。")
    done = Imported()
    proposed: dict[tuple[str, str, str], int] = {}  # a book may stand there once a reading
    for row, match in zip(rows, match_rows(reader, rows), strict=True):
        if match.several:
            continue
        work_id = match.work.pk if match.work else None
        if work_id is None:
            key = row.title, row.authors, row.isbn
            if key not in proposed:
                proposed[key] = _propose(reader, row)
            work_id = proposed[key]
        if _store(reader, work_id, row):
            done.new += 1
        else:
            done.present += 1
    done.proposed = len(proposed)
    return done


def _propose(reader: User, row: BookRow) -> int:
    work = propose_work(
        by=reader,
        title=row.title,
        authors=row.authors,
        publisher=row.publisher,
        year=row.year,
        isbn=row.isbn,
    )
    return int(work.pk)


def _store(reader: User, work_id: int, row: BookRow) -> bool:
    """Store a row unless it is there; say whether it was new. Queries: 2 or 3."""
    records = ReadingRecord.objects.of(reader).filter(work_id=work_id)
    waiting = records.filter(state__in=OPEN_STATES).first()
    if row.state == ReadingState.FINISHED:
        if records.filter(state=ReadingState.FINISHED, finished_on=row.finished_on).exists():
            return False
        record = _or_wanted(waiting, reader, work_id)
    elif waiting is not None or (row.state != ReadingState.READING and records.exists()):
        return False
    else:
        record = ReadingRecord(reader=reader, work_id=work_id)
    record.state = row.state
    record.started_on = row.started_on
    record.pages = row.pages or record.pages
    if row.state == ReadingState.FINISHED:
        record.finished_on = row.finished_on
    elif row.state == ReadingState.WANT:
        record.wanted_on = timezone.localdate()
    record.save()
    return True


def _or_wanted(waiting: ReadingRecord | None, reader: User, work_id: int) -> ReadingRecord:
    """Return the record that only waited for the book to be read, else a new one."""
    if waiting is not None and waiting.state == ReadingState.WANT:
        return waiting
    return ReadingRecord(reader=reader, work_id=work_id)

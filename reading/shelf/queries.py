"""Reads of a reader's own shelf; whose it is comes first in each. Query counts in docstrings."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, QuerySet

from people.models import User
from reading.catalogue.queries import narrowed
from reading.models import AnnotationPhoto, ReadingRecord, ReadingState, Work

MOST_FOUND = 20
LONGEST_QUERY = 60


def current_first(records: Iterable[ReadingRecord]) -> list[ReadingRecord]:
    """Return records of one book: the open one, then the newest readings."""

    def age(record: ReadingRecord) -> tuple[bool, date, int]:
        ended = record.finished_on or record.stopped_on or date.min
        is_open = record.state in (ReadingState.WANT, ReadingState.READING)
        return is_open, ended, record.pk

    return sorted(records, key=age, reverse=True)


def states_of(reader: User, work_ids: Iterable[int]) -> dict[int, ReadingRecord]:
    """Return for each of the books the record that tells where the reader stands. Queries: 1."""
    if not reader.is_authenticated:
        return {}
    by_work: dict[int, list[ReadingRecord]] = {}
    for record in ReadingRecord.objects.of(reader).filter(work_id__in=list(work_ids)):
        by_work.setdefault(record.work_id, []).append(record)
    return {work_id: current_first(records)[0] for work_id, records in by_work.items()}


def state_of(reader: User, work_id: int) -> ReadingRecord | None:
    """Return the record that tells where the reader stands with one book. Queries: 1."""
    return states_of(reader, [work_id]).get(work_id)


def counts_of(reader: User) -> dict[str, int]:
    """Return how many records the reader has in each state. Queries: 1."""
    rows = ReadingRecord.objects.of(reader).order_by().values_list("state").annotate(Count("pk"))
    return dict(rows)


def shelf_of(reader: User, state: str) -> QuerySet[ReadingRecord]:
    """Return the reader's records in a state with their books. Queries: 1, when read.

    Finished books stand in the order of their days, others as last touched.
    """
    records = ReadingRecord.objects.of(reader).filter(state=state)
    records = records.select_related("work")
    if state == ReadingState.FINISHED:
        return records.order_by("-finished_on", "-pk")
    return records.order_by("-updated_at", "-pk")


def readings_of(reader: User, work_id: int) -> list[ReadingRecord]:
    """Return all readings of one book with progress, notes and photos, current first.

    Queries: 4; 1 where there is none.
    """
    records = ReadingRecord.objects.of(reader).filter(work_id=work_id)
    records = records.select_related("work", "log").defer("log__body")
    return current_first(records.prefetch_related("progress", "notes", "photos"))


def everything_of(reader: User) -> QuerySet[ReadingRecord]:
    """Return all records of the reader with all that hangs on them, to export. Queries: 5."""
    records = ReadingRecord.objects.of(reader).select_related("work", "log").defer("log__body")
    records = records.prefetch_related("progress", "notes", "photos", "work__editions")
    return records.order_by("created_at", "pk")


def find_works(reader: User, words: str) -> list[Work]:
    """Return books of the catalogue, and own proposals, by title, author or ISBN. Queries: 1."""
    words = words.strip("《》 ")[:LONGEST_QUERY]
    return list(narrowed(Work.objects.usable_by(reader), words)[:MOST_FOUND]) if words else []


def work_for(reader: User, work_id: int) -> Work:
    """Return a book that the reader may use or has a record of. Queries: 1 or 2.

    Raises:
        Work.DoesNotExist: neither.
    """
    work = Work.objects.usable_by(reader).filter(pk=work_id).first()
    return work or Work.objects.filter(records__reader=reader).distinct().get(pk=work_id)


def photos_of(reader: User) -> QuerySet[AnnotationPhoto]:
    """Return all photos of the reader with their books. Queries: 1, when read."""
    photos = AnnotationPhoto.objects.filter(record__reader=reader)
    return photos.select_related("record__work").order_by("pk")

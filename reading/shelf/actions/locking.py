"""Finding a reader's records so that nobody else writes them meanwhile."""

from editorial.errors import NotPossible
from people.models import User
from reading.models import OPEN_STATES, Edition, ReadingRecord, Work
from reading.shelf.queries import current_first
from reading.shelf.rules import MOST_RECORDS


def lock_shelf(reader: User) -> None:
    """Let other writes on the shelf of this reader wait; inside a transaction. Queries: 1.

    ``no_key``: rows that name the reader may be written meanwhile, as a session or a log.
    """
    User.objects.select_for_update(no_key=True).only("pk").get(pk=reader.pk)


def locked_record(reader: User, record_id: int) -> ReadingRecord:
    """Return one of the reader's own records. Queries: 2.

    Raises:
        ReadingRecord.DoesNotExist: there is none with this number, or it is somebody else's.
    """
    lock_shelf(reader)
    return ReadingRecord.objects.of(reader).select_related("work").get(pk=record_id)


def current_record(reader: User, work_id: int) -> ReadingRecord | None:
    """Return the record that tells where the reader stands with a book. Queries: 2."""
    lock_shelf(reader)
    records = ReadingRecord.objects.of(reader).filter(work_id=work_id).select_related("work")
    return next(iter(current_first(records)), None)


def has_open(reader: User, work_id: int, but: int | None = None) -> bool:
    """Whether the book waits or is being read in another record. Queries: 1."""
    records = ReadingRecord.objects.of(reader).filter(work_id=work_id, state__in=OPEN_STATES)
    return (records if but is None else records.exclude(pk=but)).exists()


def new_record(reader: User, work_id: int) -> ReadingRecord:
    """Return an unsaved record of a book that this reader may use. Queries: 3.

    Raises:
        Work.DoesNotExist: the catalogue has no such book, or it is another's proposal.
        NotPossible: the shelf is full.
    """
    if ReadingRecord.objects.of(reader).count() >= MOST_RECORDS:
        raise NotPossible(f"书架最多放 {MOST_RECORDS} 条记录，请先删去一些。")
    work = Work.objects.usable_by(reader).get(pk=work_id)
    editions = Edition.objects.filter(work=work, pages__isnull=False)
    pages = editions.values_list("pages", flat=True).first()
    return ReadingRecord(reader=reader, work=work, pages=pages)

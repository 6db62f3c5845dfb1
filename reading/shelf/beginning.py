"""A reading log that begins with what the reader has noted already."""

from typing import Any

from django.db.models import F
from django.http import Http404

from editorial.forms.picking import number
from people.models import User
from reading.models import LogQuotation, Note, ReadingLogPage, ReadingRecord, ReadingState
from reading.shelf.kinds import open_kinds
from reading.shelf.rules import MOST_QUOTATIONS


def log_from_record(*, reader: User, asked: str) -> ReadingLogPage:
    """Return an unsaved log with the book, the days, the slot and the quotations of a record.

    Args:
        asked: the number of one of the reader's own records; a blank log where nothing is asked.

    Raises:
        Http404: there is no such record, or it is somebody else's.

    Queries: 0 without a record, else at most 5.
    """
    if not asked:
        return ReadingLogPage()
    pk = number(asked)
    records = ReadingRecord.objects.of(reader).select_related("work")
    record = records.filter(pk=pk).first() if pk else None
    if record is None:
        raise Http404("没有这条阅读记录。")
    quotations = record.notes.filter(kind=Note.Kind.QUOTATION)
    quotations = quotations.order_by(F("page").asc(nulls_last=True), "pk")[:MOST_QUOTATIONS]
    log = ReadingLogPage(
        work=record.work,
        slot=record.chosen_kind or open_kinds(record.work, reader)[0],
        started_on=record.started_on,
        finished_on=record.finished_on,
        manner=_manner(record),
    )
    log.quotations = [
        LogQuotation(text=note.text, page=str(note.page or ""), sort_order=place)
        for place, note in enumerate(quotations)
    ]
    return log


def _manner(record: ReadingRecord) -> Any:
    before = ReadingRecord.objects.of(record.reader_id).filter(
        work_id=record.work_id, state=ReadingState.FINISHED, pk__lt=record.pk
    )
    return ReadingLogPage.Manner.AGAIN if before.exists() else ""

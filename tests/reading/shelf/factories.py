"""Books on somebody's shelf."""

from datetime import date
from typing import Any

from people.models import User
from reading.models import Edition, ReadingRecord, ReadingState, Work
from reading.shelf import actions
from reading.shelf.rules import Verb

DAY = date(2025, 9, 10)


def make_work(title: str = "给教师的建议", *, isbn: str = "", **fields: Any) -> Work:
    """Return a work of the catalogue, made once a title."""
    defaults = {"authors": "苏霍姆林斯基", "kind": "classic"} | fields
    work, is_new = Work.objects.get_or_create(title=title, defaults=defaults)
    if is_new:
        Edition.objects.create(work=work, publisher="虚构出版社", isbn=isbn, pages=200)
    return work


def shelved(
    reader: User, state: str = ReadingState.READING, work: Work | None = None, on: date = DAY
) -> ReadingRecord:
    """Return a record of ``reader`` in ``state``, brought there by the actions."""
    work = work or make_work()
    verb = {
        ReadingState.WANT: Verb.WANT,
        ReadingState.READING: Verb.START,
        ReadingState.FINISHED: Verb.FINISH,
        ReadingState.STOPPED: Verb.STOP,
    }[ReadingState(state)]
    return actions.move(reader=reader, verb=verb, work_id=work.pk, on=on)

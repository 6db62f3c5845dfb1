"""Books on the shelves of the demo's teachers; the logs bring theirs by themselves."""

from datetime import date, timedelta

from django.utils import timezone

from home.demo.people import Cast
from people.models import User
from reading.models import Note, ReadingRecord, ReadingState, Work
from reading.shelf import actions
from reading.shelf.rules import Verb

# Of teacher1: the place of the book among the works by title, where it stands, how long ago.
SHELF = (
    (ReadingState.READING, 21),
    (ReadingState.WANT, 3),
    (ReadingState.FINISHED, 40),
    (ReadingState.WANT, 9),
    (ReadingState.FINISHED, 95),
    (ReadingState.READING, 8),
    (ReadingState.STOPPED, 60),
    (ReadingState.WANT, 30),
)
VERBS = {
    ReadingState.WANT: Verb.WANT,
    ReadingState.READING: Verb.START,
    ReadingState.FINISHED: Verb.FINISH,
    ReadingState.STOPPED: Verb.STOP,
}
THOUGHTS = (
    "演示的随想：开学第一周的班会，可以从这一页说起。",
    "演示的随想：和备课组说说这个办法。",
)
QUOTATIONS = ("演示的摘句一，虚构，不是书里的原文。", "演示的摘句二，虚构，不是书里的原文。")


def make_shelves(cast: Cast, works: dict[str, Work]) -> None:
    """Give the logs their records, and two teachers a shelf with progress and notes."""
    actions.ensure_records_for_logs()
    today = timezone.localdate()
    books = sorted(works.values(), key=lambda work: work.title)
    for number, place in (("teacher1", 0), ("teacher2", 7)):
        reader = cast.accounts[number]
        known = set(ReadingRecord.objects.of(reader).values_list("work_id", flat=True))
        new = [work for work in books[place:] if work.pk not in known]
        _shelve(reader, new[: len(SHELF)], today)


def _shelve(reader: User, works: list[Work], today: date) -> None:
    for work, (state, days) in zip(works, SHELF, strict=False):
        on = today - timedelta(days=days)
        record = actions.move(reader=reader, verb=VERBS[state], work_id=work.pk, on=on)
        if state == ReadingState.READING:
            for step in range(3):
                actions.note_progress(
                    reader=reader,
                    record_id=record.pk,
                    page=20 + 45 * step,
                    pages=240,
                    on=on + timedelta(days=2 * step),
                )
        if state in (ReadingState.READING, ReadingState.FINISHED):
            _annotate(reader, record.pk)


def _annotate(reader: User, record_id: int) -> None:
    for kind, texts in ((Note.Kind.QUOTATION, QUOTATIONS), (Note.Kind.THOUGHT, THOUGHTS)):
        for place, text in enumerate(texts, start=1):
            actions.add_note(
                reader=reader, record_id=record_id, kind=kind, text=text, page=12 * place
            )

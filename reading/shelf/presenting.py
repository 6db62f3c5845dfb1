"""A reader's records as the pages show them."""

from dataclasses import dataclass
from typing import Any

from people.models import User
from reading.models import Note, ReadingRecord, ReadingState, Work
from reading.shelf import rules
from reading.shelf.forms import DatesForm, NoteForm, PhotoForm, ProgrammeForm, ProgressForm
from reading.shelf.kinds import open_kinds


@dataclass
class Line:
    """A book in a list with what can be done with it in one tap."""

    work: Work
    record: ReadingRecord | None
    progress: ProgressForm | None = None

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """The verbs that lead on, the likeliest first, with the words of their buttons."""
        state = self.record.state if self.record else None
        return [(verb.value, rules.word_for(verb, state)) for verb in rules.OFFERED[state]]

    @property
    def percent(self) -> int | None:
        """How far the reading is, where that is known."""
        return rules.percent(self.record.page, self.record.pages) if self.record else None


def line_of(record: ReadingRecord) -> Line:
    """Return a record as the lists show it."""
    is_reading = record.state == ReadingState.READING
    form = ProgressForm(place=record.pk, initial={"page": record.page}) if is_reading else None
    return Line(record.work, record, form)


class Reading(Line):
    """One reading with everything about it, and its forms; one of them may be as it was sent."""

    def __init__(self, record: ReadingRecord, kinds: tuple[str, ...], sent: Any = None) -> None:
        super().__init__(record.work, record)
        ended_on = record.finished_on or record.stopped_on
        place = record.pk
        self.is_open = rules.is_open(record.state)
        forms = [
            ProgressForm(place=place, initial={"pages": record.pages}),
            DatesForm(place=place, initial={"started_on": record.started_on, "ended_on": ended_on}),
            NoteForm(place=place),
            PhotoForm(place=place),
            ProgrammeForm(
                place=place,
                kinds=kinds,
                initial={"kind": record.chosen_kind, "counts": record.counts},
            ),
        ]
        self.sent = type(sent).__name__ if sent is not None else ""
        forms = [sent if type(form) is type(sent) else form for form in forms]
        self.progress, self.dates, self.note, self.photo, self.programme = forms
        self.dates.fields["ended_on"].label = (
            "读完日期" if record.state == ReadingState.FINISHED else "放下的日期"
        )
        if self.is_open:
            del self.dates.fields["ended_on"]
        # Databases differ in where they put a note without a page.
        notes = sorted(record.notes.all(), key=lambda note: (note.page is None, note.page, note.pk))
        self.quotations = [note for note in notes if note.kind == Note.Kind.QUOTATION]
        self.thoughts = [note for note in notes if note.kind == Note.Kind.THOUGHT]


def readings(
    reader: User, records: list[ReadingRecord], *, sent: Any = None, sent_for: int | None = None
) -> list[Reading]:
    """Return the readings of one book; ``sent`` is a form as sent, for one of the records.

    Queries: at most 2, for the reader's subject.
    """
    kinds = open_kinds(records[0].work, reader) if records else ()
    return [Reading(each, kinds, sent if each.pk == sent_for else None) for each in records]

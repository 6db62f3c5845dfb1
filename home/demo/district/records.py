"""What the district's teachers read: records with their progress and notes, and the logs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from home.demo.district import words
from home.demo.district.books import Book, popularity
from home.demo.district.bulk import Store, Table, stamp
from home.demo.district.logs import Logs, Reading
from home.demo.district.people import Teacher
from home.demo.district.sizes import Sizes
from home.demo.progress import Progress
from reading.models import Note, ProgressEntry, ReadingRecord, ReadingState

NIGHT = timedelta(hours=20)  # when a note was made and a record touched


@dataclass
class Facts:
    """One record before it is written."""

    book: Book
    state: ReadingState
    wanted: date | None = None
    started: date | None = None
    ended: date | None = None
    page: int | None = None


class Shelves:
    """Fills the shelves of all teachers."""

    def __init__(self, sizes: Sizes, books: list[Book], source: Random, now: datetime) -> None:
        self.sizes, self.books, self.source, self.now = sizes, books, source, now
        self._weights = popularity(books)
        self._made = 0
        self.logs = Logs(source, now)
        self.records = Table(
            ReadingRecord,
            "id reader_id work_id state wanted_on started_on finished_on stopped_on page pages "
            "counts log_id logged_on created_at updated_at",
        )
        self.progress = Table(ProgressEntry, "record_id on page")
        self.notes = Table(Note, "record_id kind text page made_at")
        self._pk = self.records.next_key()
        self.store = Store(*self.logs.tables, self.records, self.progress, self.notes)

    def fill(self, teachers: list[Teacher], progress: Progress) -> None:
        """Write all records, ``progress`` step by step for each teacher."""
        each, more = divmod(self.sizes.records, len(teachers))
        for number, teacher in enumerate(teachers):
            for facts in self._shelf(teacher, each + (number < more)):
                self._write(teacher, facts)
                self.store.write()
            progress.step()
        self.logs.close(self.store)

    def _shelf(self, teacher: Teacher, count: int) -> Iterator[Facts]:
        chosen: dict[int, Book] = {}
        while len(chosen) < min(count, len(self.books)):
            picks = self.source.choices(self.books, cum_weights=self._weights, k=count)
            chosen |= {book.pk: book for book in picks}
        for book in list(chosen.values())[:count]:
            yield self._facts(teacher, book)

    def _facts(self, teacher: Teacher, book: Book) -> Facts:
        source, today = self.source, self.sizes.today
        begins = max(teacher.joined, self.sizes.first_day)
        started = begins + timedelta(days=source.randrange((today - begins).days + 1))
        if source.random() < 0.06:
            return Facts(book, ReadingState.WANT, wanted=started)
        wanted = started - timedelta(days=source.randint(0, 40))
        ended = started + timedelta(days=source.randint(6, 75))
        if ended > today:
            page = max(1, book.pages * (today - started).days // (ended - started).days)
            return Facts(book, ReadingState.READING, wanted, started, page=min(page, book.pages))
        if source.random() < 0.06:
            page = source.randint(1, max(1, book.pages // 2))
            return Facts(book, ReadingState.STOPPED, wanted, started, ended, page)
        return Facts(book, ReadingState.FINISHED, wanted, started, ended, book.pages)

    def _write(self, teacher: Teacher, facts: Facts) -> None:
        finished = facts.state == ReadingState.FINISHED
        log = logged = None
        self._made += 1
        if finished and facts.started and facts.ended and self._log_is_due():
            reading = Reading(teacher, facts.book, facts.started, facts.ended)
            log, logged = self.logs.add(reading)
        last = facts.ended or facts.started or facts.wanted
        stopped = facts.state == ReadingState.STOPPED
        self.records.add(
            self._pk, teacher.pk, facts.book.pk, facts.state.value, _day(facts.wanted),
            _day(facts.started), _day(facts.ended if finished else None),
            _day(facts.ended if stopped else None), facts.page,
            facts.book.pages if facts.started else None, self.source.random() > 0.03, log,
            _day(logged), self._evening(facts.wanted), self._evening(last),
        )  # fmt: skip
        if facts.started and facts.page:
            self._write_traces(facts, last or facts.started)
        self._pk += 1

    def _log_is_due(self) -> bool:
        """Spread the logs evenly over all records, as many as asked for."""
        due = -(-self.sizes.logs * self._made // self.sizes.records)
        return self.logs.written < due

    def _write_traces(self, facts: Facts, last: date) -> None:
        """Write progress for every third record, notes for every fifth."""
        source, days = self.source, (last - facts.started).days
        if days >= 4 and source.random() < 0.33:
            for part in range(1, 5):
                on = facts.started + timedelta(days=days * part // 4)
                self.progress.add(self._pk, str(on), max(1, facts.page * part // 4))
        if source.random() < 0.2:
            for _ in range(source.randint(1, 3)):
                is_quotation = source.random() < 0.5
                text = words.quotation(source) if is_quotation else words.sentence(source)
                kind = Note.Kind.QUOTATION if is_quotation else Note.Kind.THOUGHT
                page = source.randint(1, facts.page)
                self.notes.add(self._pk, kind.value, text, page, self._evening(last))

    def _evening(self, day: date | None) -> str:
        evening = timezone.make_aware(datetime(day.year, day.month, day.day)) + NIGHT
        return stamp(min(evening, self.now))


def _day(day: date | None) -> str | None:
    return str(day) if day else None

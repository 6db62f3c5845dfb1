"""What can become of a reading record: pure decisions about states, days and pages."""

from datetime import date

from django.db.models import TextChoices

from reading.models.records import OPEN_STATES, ReadingState

# Of the printing of books in mass; a day before it is a mistake of the keyboard.
EARLIEST_DAY = date(1950, 1, 1)
MOST_PAGES = 20_000
MOST_QUOTED = 500  # characters of one quotation, as in a published log
MOST_QUOTATIONS = 10  # of a published log
MOST_NOTED = 2_000

# Bounds on what one account can fill the tables and the disk with.
MOST_NOTES_A_RECORD = 500
MOST_PHOTOS_A_RECORD = 20
MOST_PHOTOS = 300
MOST_RECORDS = 5_000


class Verb(TextChoices):
    """What a reader does with a book, in the words of the buttons."""

    WANT = "want", "想读"
    START = "start", "开始读"
    FINISH = "finish", "读完了"
    STOP = "stop", "放下"
    RESUME = "resume", "接着读"
    AGAIN = "again", "再读一遍"
    REOPEN = "reopen", "还没读完"


_NONE = None
# Where each verb leads, and from where; AGAIN makes another record and leaves the finished one.
LEADS_TO = {
    Verb.WANT: ReadingState.WANT,
    Verb.START: ReadingState.READING,
    Verb.FINISH: ReadingState.FINISHED,
    Verb.STOP: ReadingState.STOPPED,
    Verb.RESUME: ReadingState.READING,
    Verb.AGAIN: ReadingState.READING,
    Verb.REOPEN: ReadingState.READING,
}
# Per state, the verbs in the order of their buttons, the likeliest first.
OFFERED: dict[str | None, tuple[Verb, ...]] = {
    _NONE: (Verb.WANT, Verb.START, Verb.FINISH, Verb.STOP),
    ReadingState.WANT: (Verb.START, Verb.FINISH, Verb.STOP),
    ReadingState.READING: (Verb.FINISH, Verb.STOP, Verb.WANT),
    ReadingState.FINISHED: (Verb.AGAIN, Verb.REOPEN),
    ReadingState.STOPPED: (Verb.RESUME, Verb.FINISH, Verb.WANT),
}


def word_for(verb: Verb, state: str | None) -> str:
    """Return what a button says where the book is in ``state``."""
    if verb == Verb.WANT and state is not None:
        return "放回想读"
    return str(verb.label)


def may(verb: Verb, state: str | None) -> bool:
    """Whether a book in ``state`` (``None``: not on the shelf) can be moved by ``verb``."""
    return verb in OFFERED[state]


def is_done(verb: Verb, state: str | None) -> bool:
    """Whether a second tap finds everything as the first one left it."""
    return state == LEADS_TO[verb]


def is_open(state: str) -> bool:
    """Whether the book still waits or is being read; of these a reader has one a book."""
    return state in OPEN_STATES


def day_problem(day: date, *, today: date) -> str:
    """Say what is wrong with a day on which something was read; empty if nothing."""
    if day > today:
        return "日期在今天之后。"
    if day < EARLIEST_DAY:
        return f"年份应在 {EARLIEST_DAY.year} 年以后。"
    return ""


def finished_problem(started_on: date | None, finished_on: date, *, today: date) -> str:
    """Say what is wrong with the day on which a book was finished; empty if nothing."""
    if problem := day_problem(finished_on, today=today):
        return f"读完的{problem}"
    if started_on and started_on > finished_on:
        return "读完日期早于开始日期。"
    return ""


def page_problem(page: int | None, pages: int | None = None) -> str:
    """Say what is wrong with a page number in a book of ``pages``; empty if nothing."""
    if page is None:
        return ""
    if not 1 <= page <= MOST_PAGES:
        return f"页码应在 1 到 {MOST_PAGES} 之间。"
    if pages and page > pages:
        return f"这本书记的是共 {pages} 页；页数不对的，请一并改过来。"
    return ""


def percent(page: int | None, pages: int | None) -> int | None:
    """Return how far ``page`` is in a book of ``pages``, from 0 to 100; nothing if unknown."""
    if not page or not pages:
        return None
    return min(100, page * 100 // pages)

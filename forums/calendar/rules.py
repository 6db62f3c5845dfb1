"""Days of a month as a sheet of weeks, and the text of calendar files; pure."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event

EARLIEST, LATEST = 2000, 2099
PRODUCT = "-//teacher portal//events//ZH"


@dataclass(frozen=True)
class Month:
    """A month of the calendar."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month of a day."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month | None":
        """Return the month of ``2026-09``; None for what is none of our time."""
        year, dash, number = text.partition("-")
        digits = (year + number).isascii() and (year + number).isdigit()
        if not dash or not digits or len(year) != 4 or len(number) != 2:
            return None
        month = cls(int(year), int(number))
        return month if EARLIEST <= month.year <= LATEST and 1 <= month.number <= 12 else None

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.number, 1)

    def shifted(self, months: int) -> "Month | None":
        """Return the month so many later; None beyond our time."""
        index = self.year * 12 + self.number - 1 + months
        year, number = divmod(index, 12)
        return Month(year, number + 1) if EARLIEST <= year <= LATEST else None

    @property
    def weeks(self) -> list[list[date]]:
        """The weeks that touch the month, each from Monday to Sunday."""
        return calendar.Calendar(firstweekday=0).monthdatescalendar(self.year, self.number)


@dataclass
class Day:
    """A day on the sheet with what happens on it."""

    date: date
    is_inside: bool
    is_today: bool
    events: list[object] = field(default_factory=list)


@dataclass(frozen=True)
class Entry:
    """An event as a calendar file names it.

    Attributes:
        uid: stays the same for ever, so that a calendar replaces what it had.
        changed_at: when its words changed last.
    """

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    url: str = ""
    place: str = ""
    text: str = ""
    is_called_off: bool = False


def calendar_file(entries: Iterable[Entry], name: str) -> bytes:
    """Return an iCalendar file (RFC 5545): lines of at most 75 octets, line ends escaped.

    Args:
        name: of the calendar, shown by programs that subscribe to it.
    """
    from icalendar import Calendar, vText  # 3 MB, which only calendar files need

    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", vText(name))
    for entry in entries:
        file.add_component(_event(entry))
    return file.to_ical()


def _shown(text: str) -> str:
    """Return a text of which the library changes nothing: it takes ``\\N`` for a line end."""
    return text.replace("\\N", "＼N")


def _event(entry: Entry) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    title = f"已取消：{entry.title}" if entry.is_called_off else entry.title
    event.add("summary", _shown(title))
    event.add("status", "CANCELLED" if entry.is_called_off else "CONFIRMED")
    if entry.place:
        event.add("location", _shown(entry.place))
    if entry.text:
        event.add("description", _shown(entry.text))
    if entry.url:
        event.add("url", entry.url)
    return event

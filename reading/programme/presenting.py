"""What the page of a year shows: each place with its book, and where the book may go."""

from dataclasses import dataclass

from reading.models.catalogue import WorkKind
from reading.programme.queries import Standing
from reading.programme.rules import PRIORITY, Book, Level, SlotState, Verdict, may_move
from reading.programme.words import MANNER, slot_in_words

BADGES = {Level.EMPTY: "draft", Level.WAITING: "in_review", Level.COMPLETE: "published"}


@dataclass(frozen=True)
class Move:
    """A place where the reader may put a book."""

    slot: WorkKind
    label: str
    reason: str


@dataclass(frozen=True)
class Shown:
    """A finished book with the places where its reader may put it.

    Attributes:
        is_own_choice: it stands where its reader put it on this page, which can be taken back.
    """

    book: Book
    moves: tuple[Move, ...]
    is_own_choice: bool


@dataclass(frozen=True)
class Place:
    """One slot as it is drawn."""

    slot: SlotState
    shown: Shown | None
    being_read: tuple[str, ...]

    @property
    def manner(self) -> str:
        """How the plan asks such books to be read."""
        return MANNER[self.slot.kind]

    @property
    def words(self) -> str:
        """How far it is."""
        return slot_in_words(self.slot, is_being_read=bool(self.being_read))

    @property
    def badge(self) -> str:
        """The name of the badge of a piece in a comparable state."""
        if self.being_read:
            return "in_review"
        return BADGES[self.slot.level]

    @property
    def is_waiting(self) -> bool:
        """Whether a log is missing."""
        return self.slot.level == Level.WAITING


def places_of(standing: Standing) -> list[Place]:
    """Return the slots; a book being read stands in the first empty one that it fits."""
    titles: dict[WorkKind, list[str]] = {}
    for book, kind in zip(standing.being_read, standing.reading, strict=False):
        titles.setdefault(kind, []).append(book.title)
    places = []
    for slot in standing.state.slots:
        being_read = titles.pop(slot.kind, []) if slot.level == Level.EMPTY else []
        shown = show(standing, slot.book) if slot.book else None
        places.append(Place(slot, shown, tuple(being_read)))
    return places


def show(standing: Standing, book: Book) -> Shown:
    """Return a book with its moves."""
    verdicts = [
        may_move(standing.state.rules, standing.books, book.record_id, kind)
        for kind in PRIORITY
        if kind in book.kinds
    ]
    moves = tuple(_move(standing, each) for each in verdicts if each.allowed)
    return Shown(book, moves, book.work_id in standing.placed and not book.corrected)


def _move(standing: Standing, verdict: Verdict) -> Move:
    has_slots = bool(standing.state.rules.count(verdict.slot))
    return Move(verdict.slot, verdict.slot.label if has_slots else "其他", verdict.reason)

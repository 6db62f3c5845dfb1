"""2+N: which finished book fills which slot. Pure: no queries, no clock.

A slot is *empty*, *waiting* (its book is read, the log that the rules ask for is missing) or
*complete*. Two sets decide everything, and neither depends on the order of the books:

1. The complete slots. Slots are taken in their order (classics, monographs, general); each is
   added if all slots so far can have a book of their own whose evidence for that slot is whole.
   Sets of slots that books can cover are the independent sets of a transversal matroid (Edmonds
   and Fulkerson, 1965), so this greedy set is one set, whichever matching was found on the way.
2. The waiting slots. Of the others, in the same order, each is added if it can have a book while
   the complete ones keep theirs (from books with whole evidence).

*A further book lowers no slot.* In an assignment, the two sides are complements (Shapley, 1962):
with one more book, adding a slot to a set gains at least as much as before. Hence every slot added
in step 1 is added again, and at most one more is, call it t. If there is none, the same holds for
step 2. If there is, t could not be covered before, so a set T of complete slots with t used up all
books R that fit them (Hall, 1935); now T uses exactly R and the new book. What is left for the
other slots is what was left before, and t no longer competes for it: none of them falls.

*A log never worsens the state*, in the order of the slots: it adds possibilities and takes none
away, so the first slot that changes rises. A later slot may fall, when the book now completes an
earlier one; with slots of different demands no rule can avoid that and keep the promise above.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum
from itertools import groupby

from reading.models.catalogue import WorkKind
from reading.models.programme import Correction

NOT_COUNTED = Correction.NOT_COUNTED
# The order in which slots are filled, and shown.
PRIORITY = (WorkKind.CLASSIC, WorkKind.MONOGRAPH, WorkKind.GENERAL)

_INNER_MARKS = str.maketrans("《》", "〈〉")


class Level(IntEnum):
    """How far a slot is."""

    EMPTY = 0
    WAITING = 1
    COMPLETE = 2


@dataclass(frozen=True)
class Rules:
    """What a year asks for.

    Attributes:
        classics, monographs, general: how many slots of each kind; no ``general`` ones means that
            books beyond the first two are read without a number.
        needs_log: the kinds whose slots ask for a log as well.
    """

    classics: int = 1
    monographs: int = 1
    general: int = 0
    needs_log: frozenset[WorkKind] = frozenset({WorkKind.CLASSIC, WorkKind.MONOGRAPH})

    def count(self, kind: WorkKind) -> int:
        """How many slots there are of a kind."""
        counts = dict(zip(PRIORITY, (self.classics, self.monographs, self.general), strict=True))
        return counts[kind]

    def is_whole(self, book: "Book", kind: WorkKind) -> bool:
        """Whether the evidence of a book is enough for a slot of this kind."""
        return book.logged or kind not in self.needs_log


@dataclass(frozen=True)
class Book:
    """A finished book of the year.

    Attributes:
        record_id: the record that stands for it.
        logged: its log is handed in or kept complete.
        kinds: what it may count as, the likeliest first.
        pinned: where its reader put it; without effect where the rules do not allow it.
        corrected: what the school decided, a kind or ``NOT_COUNTED``; goes before all else.
    """

    record_id: int
    work_id: int
    title: str
    finished_on: date
    logged: bool = False
    kinds: tuple[WorkKind, ...] = ()
    pinned: WorkKind | None = None
    corrected: str | None = None

    @property
    def quoted(self) -> str:
        """The title in its marks; marks inside become single ones."""
        return f"《{self.title.translate(_INNER_MARKS)}》"

    @property
    def fits(self) -> tuple[WorkKind, ...]:
        """The kinds of slots it may fill now."""
        if self.corrected == NOT_COUNTED:
            return ()
        if self.corrected:
            return (WorkKind(self.corrected),)
        if self.pinned in self.kinds:
            return (self.pinned,)
        return self.kinds


@dataclass(frozen=True)
class SlotState:
    """One slot and the book in it; ``number`` counts from 1 within its kind."""

    kind: WorkKind
    number: int
    book: Book | None = None
    level: Level = Level.EMPTY


@dataclass(frozen=True)
class YearState:
    """A reader's year.

    Attributes:
        slots: in their order.
        others: books beyond the slots, 其他, as they were finished.
        left_out: books that the school does not count.
    """

    rules: Rules
    slots: tuple[SlotState, ...]
    others: tuple[Book, ...] = ()
    left_out: tuple[Book, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether every slot is."""
        return all(slot.level == Level.COMPLETE for slot in self.slots)

    def of_kind(self, kind: WorkKind) -> tuple[SlotState, ...]:
        """The slots of one kind."""
        return tuple(slot for slot in self.slots if slot.kind == kind)

    def place_of(self, record_id: int) -> WorkKind | None:
        """The kind of slot in which a book stands; ``None`` for one beyond the slots."""
        return next(
            (slot.kind for slot in self.slots if slot.book and slot.book.record_id == record_id),
            None,
        )


@dataclass(frozen=True)
class Verdict:
    """Whether a book may be moved to slots of a kind, and why."""

    slot: WorkKind
    allowed: bool
    reason: str


def allocate(rules: Rules, books: Iterable[Book]) -> YearState:
    """Return the state of a year; the order of ``books`` does not matter.

    Args:
        books: all finished ones that count; several readings of one work count once.
    """
    counted = once_each(books)
    left_out = tuple(book for book in counted if book.corrected == NOT_COUNTED)
    table = _Table(rules, [book for book in counted if book.corrected != NOT_COUNTED])
    slots = [(kind, number) for kind in PRIORITY for number in range(1, rules.count(kind) + 1)]
    complete = {slot for slot in slots if table.seat(slot, table.whole)}

    def whole_or_any(slot: _Slot) -> Sequence[int]:
        return table.whole(slot) if slot in complete else table.any(slot)

    for slot in slots:
        if slot not in complete:
            table.seat(slot, whole_or_any)
    return YearState(rules, table.slots(complete), table.rest(), left_out)


def once_each(books: Iterable[Book]) -> list[Book]:
    """Return each work once, as it was first finished, logged if any reading of it is.

    What the reader or the school decided about a later reading holds for the work.
    """
    ordered = sorted(books, key=lambda book: (book.work_id, book.finished_on, book.record_id))
    merged = []
    for _, group in groupby(ordered, key=lambda book: book.work_id):
        first, *later = group
        readings = [first, *later]
        if later:
            first = replace(
                first,
                logged=any(each.logged for each in readings),
                pinned=next((each.pinned for each in readings if each.pinned), None),
                corrected=next((each.corrected for each in readings if each.corrected), None),
            )
        merged.append(first)
    return sorted(merged, key=_in_order)


def may_move(rules: Rules, books: Sequence[Book], record_id: int, slot: WorkKind) -> Verdict:
    """Whether the reader may put a book into a slot of another kind.

    Args:
        books: all finished ones of the year.
        record_id: the book's, as ``once_each`` names it.
        slot: the kind of slot; general, where there are none, means 其他.
    """
    state = allocate(rules, books)
    merged = once_each(books)
    book = next(each for each in merged if each.record_id == record_id)
    if book.corrected:
        return Verdict(slot, False, "学校更正过这本书的位置，有疑问请与学校联系。")
    if slot not in book.kinds:
        return Verdict(slot, False, f"按规则，这本书不能算{slot.label}。")
    if slot == state.place_of(record_id) or (book.pinned == slot and slot in book.fits):
        return Verdict(slot, False, f"已经算作{slot.label}。")
    if not rules.count(slot):
        if state.place_of(record_id) is None:
            return Verdict(slot, False, "已经算在其他里。")
        return Verdict(slot, True, "会算在其他里。")
    moved = allocate(rules, [_pinned(each, record_id, slot) for each in merged])
    if moved.place_of(record_id) != slot:
        return Verdict(slot, False, f"{slot.label}的位置已经有书，移过去也不会更好。")
    return Verdict(slot, True, f"会算作{slot.label}。")


def _pinned(book: Book, record_id: int, slot: WorkKind) -> Book:
    return replace(book, pinned=slot) if book.record_id == record_id else book


def _in_order(book: Book) -> tuple[date, int]:
    return (book.finished_on, book.work_id)


_Slot = tuple[WorkKind, int]


@dataclass
class _Table:
    """Books and the slots in which they sit, while a matching is grown (Kuhn, 1955)."""

    rules: Rules
    books: list[Book]
    seats: dict[int, _Slot] = field(default_factory=dict)  # by the book's place in ``books``

    def __post_init__(self) -> None:
        self._any: Mapping[WorkKind, list[int]] = {
            kind: self._fitting(kind) for kind in PRIORITY if self.rules.count(kind)
        }
        self._whole: Mapping[WorkKind, list[int]] = {
            kind: [each for each in fitting if self.rules.is_whole(self.books[each], kind)]
            for kind, fitting in self._any.items()
        }

    def _fitting(self, kind: WorkKind) -> list[int]:
        """The books for a kind: those that were put there, then by how likely, then by date."""
        found = [n for n, book in enumerate(self.books) if kind in book.fits]
        return sorted(
            found, key=lambda n: (len(self.books[n].fits), self.books[n].fits.index(kind))
        )

    def any(self, slot: _Slot) -> Sequence[int]:
        """The books that may fill a slot, whatever their evidence."""
        return self._any[slot[0]]

    def whole(self, slot: _Slot) -> Sequence[int]:
        """The books that complete a slot."""
        return self._whole[slot[0]]

    def seat(self, slot: _Slot, edges: Callable[[_Slot], Sequence[int]]) -> bool:
        """Give a slot a book, moving others along if need be; False: it cannot have one."""
        return self._seat(slot, edges, set())

    def _seat(self, slot: _Slot, edges: Callable[[_Slot], Sequence[int]], seen: set[int]) -> bool:
        for book in edges(slot):
            if book not in self.seats:
                self.seats[book] = slot
                return True
        for book in edges(slot):
            if book in seen:
                continue
            seen.add(book)
            if self._seat(self.seats[book], edges, seen):
                self.seats[book] = slot
                return True
        return False

    def slots(self, complete: set[_Slot]) -> tuple[SlotState, ...]:
        """All slots as they are shown: within a kind the complete first, then by date."""
        shown = []
        for kind in PRIORITY:
            taken = [
                (Level.COMPLETE if slot in complete else Level.WAITING, self.books[book])
                for book, slot in self.seats.items()
                if slot[0] == kind
            ]
            taken.sort(key=lambda pair: (-pair[0], _in_order(pair[1])))
            for number in range(1, self.rules.count(kind) + 1):
                level, book = taken[number - 1] if number <= len(taken) else (Level.EMPTY, None)
                shown.append(SlotState(kind, number, book, level))
        return tuple(shown)

    def rest(self) -> tuple[Book, ...]:
        """The books without a slot."""
        return tuple(book for n, book in enumerate(self.books) if n not in self.seats)

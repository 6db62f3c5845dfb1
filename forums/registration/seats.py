"""How many seats there are for whom: counting and passing on; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime


@dataclass(frozen=True)
class Quota:
    """Seats kept for one unit and all below it.

    Attributes:
        path: the unit's place in the tree; a unit below it has a path that begins with it.
        release_at: from then on what is left belongs to everybody.
    """

    pk: int
    path: str
    seats: int
    release_at: datetime

    def covers(self, unit_path: str) -> bool:
        """Whether somebody of the unit may have one of these seats."""
        return bool(self.path) and unit_path.startswith(self.path)


@dataclass(frozen=True)
class Seat:
    """A free seat: of a unit's, or, with no number, of the common ones."""

    quota: int | None = None


@dataclass(frozen=True)
class Seats:
    """What is free at one moment.

    Attributes:
        capacity: of the event; None: as many as come.
        taken: seats that are taken or offered, by the quota that they came from (None: common).
        first_offer_ends: when the earliest of the offers is over, if there are any.
    """

    capacity: int | None
    now: datetime
    quotas: tuple[Quota, ...] = ()
    taken: Mapping[int | None, int] = field(default_factory=dict)
    first_offer_ends: datetime | None = None

    @property
    def held(self) -> int:
        """How many are taken or offered."""
        return sum(self.taken.values())

    @property
    def reserved(self) -> int:
        """How many free ones are still kept for units."""
        return sum(self._left(quota) for quota in self.quotas if self.now < quota.release_at)

    @property
    def common(self) -> int | None:
        """How many anybody may have now; None: without limit."""
        if self.capacity is None:
            return None
        return max(0, self.capacity - self.held - self.reserved)

    @property
    def is_full(self) -> bool:
        """Whether nobody of any unit could have one."""
        return self.common == 0 and self.reserved == 0

    def left_for(self, unit_path: str) -> int | None:
        """Return how many somebody of this unit could have now; None: without limit."""
        if self.common is None:
            return None
        return self.common + sum(self._left(quota) for quota in self._open_to(unit_path))

    def seat_for(self, unit_path: str) -> Seat | None:
        """Return the seat that somebody of this unit gets: the own unit's before a common one."""
        if self.capacity is None:
            return Seat()
        for quota in self._open_to(unit_path):
            if self._left(quota) and self.held < self.capacity:
                return Seat(quota.pk)
        return Seat() if self.common else None

    def with_taken(self, seat: Seat) -> "Seats":
        """Return the seats after one more was given."""
        taken = dict(self.taken)
        taken[seat.quota] = taken.get(seat.quota, 0) + 1
        return replace(self, taken=taken)

    def _left(self, quota: Quota) -> int:
        return max(0, quota.seats - self.taken.get(quota.pk, 0))

    def _open_to(self, unit_path: str) -> list[Quota]:
        """The quotas that are still kept, of the nearest unit first."""
        covering = (q for q in self.quotas if self.now < q.release_at and q.covers(unit_path))
        return sorted(covering, key=lambda quota: -len(quota.path))


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits, with the unit."""

    pk: int
    unit_path: str = ""


def pass_on(seats: Seats, queue: Iterable[Waiting]) -> list[tuple[int, Seat]]:
    """Return who is offered which seat: in the order of the queue, as far as seats reach.

    Somebody further back comes first only where a seat is kept for their unit, which those before
    may not have.
    """
    offers = []
    for person in queue:
        if seats.is_full:
            break
        if seat := seats.seat_for(person.unit_path):
            seats = seats.with_taken(seat)
            offers.append((person.pk, seat))
    return offers

"""What a unit's year or holiday adds up to. No person and no school is ranked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from people.models import Unit
from reading.models.catalogue import WorkKind
from reading.models.programme import Period, ReadingYear
from reading.programme.groups import FEWEST, shown_units, too_small
from reading.programme.queries import TeacherState, rules_of, states_of_unit
from reading.programme.rules import Level, SlotState, allocate


@dataclass(frozen=True)
class SlotCount:
    """For how many teachers one slot is complete, waits for a log, or is empty."""

    label: str
    complete: int
    waiting: int
    empty: int


@dataclass(frozen=True)
class GroupCount:
    """A unit below; the figures are ``None`` where the group is too small to be shown."""

    name: str
    teachers: int | None = None
    complete: int | None = None
    slots: tuple[int, ...] = ()


@dataclass(frozen=True)
class PeriodCount:
    """Books finished in a term or holiday, by where they stand in the year.

    Attributes:
        is_small: it is of a stage with so few teachers, or with so few others, that the figures
            would be about persons; then they are not shown.
        readers: teachers who finished one or more.
        kinds: books in slots of each kind.
        others: books beyond the slots.
    """

    readers: int
    kinds: tuple[tuple[WorkKind, int], ...]
    others: int
    is_small: bool

    @property
    def books(self) -> int:
        """All of them."""
        return sum(amount for _, amount in self.kinds) + self.others


@dataclass(frozen=True)
class Summary:
    """A unit's year, as its administrator sees it.

    Attributes:
        complete: teachers whose slots are all complete.
        others: books beyond the slots.
        groups: the units below, where there are several with teachers.
        people: by name.
    """

    unit: Unit
    year: ReadingYear
    period: Period | None
    slots: tuple[SlotCount, ...]
    complete: int
    others: int
    in_period: PeriodCount | None
    groups: tuple[GroupCount, ...]
    people: tuple[TeacherState, ...]

    @property
    def teachers(self) -> int:
        """How many there are."""
        return len(self.people)

    @property
    def gaps(self) -> list[TeacherState]:
        """Those with a slot that is not complete, by name."""
        return [each for each in self.people if not each.state.is_complete]


def summary_of(unit: Unit, year: ReadingYear, period: Period | None = None) -> Summary:
    """Return what a unit and those below it add up to. Queries: 3.

    Args:
        year: with its rule set fetched.
        period: also count what was finished in it; one of a single stage counts only its teachers.
    """
    people = tuple(states_of_unit(unit, year))
    slots = allocate(rules_of(year.rule_set), []).slots
    return Summary(
        unit=unit,
        year=year,
        period=period,
        slots=tuple(
            _slot_count(people, place, label) for place, label in enumerate(slot_labels(slots))
        ),
        complete=_complete(people),
        others=sum(len(each.state.others) for each in people),
        in_period=_period_count(people, period) if period else None,
        groups=_groups(unit, people, len(slots)),
        people=people,
    )


def slot_labels(slots: Sequence[SlotState]) -> list[str]:
    """Return what the slots are called: 教育名著, or 教育名著 1 and 教育名著 2."""
    amounts = Counter(slot.kind for slot in slots)
    return [
        slot.kind.label if amounts[slot.kind] == 1 else f"{slot.kind.label} {slot.number}"
        for slot in slots
    ]


@dataclass(frozen=True)
class UnitSize:
    """A unit with its active teachers: its own, and with those of the units below it."""

    unit: Unit
    own: int
    teachers: int


def all_units() -> list[UnitSize]:
    """Return all units with their teachers, in the order of the tree. Queries: 1."""
    is_active = Q(teachers__user__is_active=True)
    units = list(Unit.objects.annotate(own=Count("teachers", filter=is_active)).order_by("path"))
    return [
        UnitSize(unit, unit.own, sum(other.own for other in units if unit.contains(other)))
        for unit in units
    ]


def open_to_staff(units: Sequence[UnitSize]) -> list[UnitSize]:
    """Return those of all units whose totals the district's staff may see. Queries: 0."""
    shown = shown_units({each.unit.path: each.own for each in units}, Unit.steplen)
    return [each for each in units if each.unit.path in shown]


def _slot_count(people: Sequence[TeacherState], place: int, label: str) -> SlotCount:
    levels = Counter(each.state.slots[place].level for each in people)
    return SlotCount(label, levels[Level.COMPLETE], levels[Level.WAITING], levels[Level.EMPTY])


def _complete(people: Sequence[TeacherState]) -> int:
    return sum(each.state.is_complete for each in people)


def _groups(unit: Unit, people: Sequence[TeacherState], slots: int) -> tuple[GroupCount, ...]:
    by_unit: dict[int, list[TeacherState]] = {}
    for each in people:
        by_unit.setdefault(each.unit_id, []).append(each)
    if len(by_unit) < 2:
        return ()
    hidden = too_small({pk: len(members) for pk, members in by_unit.items()})
    if hidden == by_unit.keys():
        return ()
    units = Unit.objects.filter(pk__in=by_unit).order_by("path")
    return tuple(
        GroupCount(each.name)
        if each.pk in hidden
        else GroupCount(
            each.name,
            len(by_unit[each.pk]),
            _complete(by_unit[each.pk]),
            tuple(_slot_count(by_unit[each.pk], n, "").complete for n in range(slots)),
        )
        for each in units
    )


def _period_count(people: Sequence[TeacherState], period: Period) -> PeriodCount:
    kinds: Counter[WorkKind] = Counter()
    others = readers = 0
    meant = [each for each in people if period.stage in ("", each.stage)]
    for each in meant:
        placed = [
            slot.kind
            for slot in each.state.slots
            if slot.book and period.starts_on <= slot.book.finished_on <= period.ends_on
        ]
        more = sum(
            period.starts_on <= book.finished_on <= period.ends_on for book in each.state.others
        )
        kinds.update(placed)
        others += more
        readers += bool(placed or more)
    asked = dict.fromkeys(slot.kind for slot in people[0].state.slots) if people else {}
    is_small = any(0 < size < FEWEST for size in (len(meant), len(people) - len(meant)))
    return PeriodCount(
        readers=readers,
        kinds=tuple((kind, kinds[kind]) for kind in asked),
        others=others,
        is_small=bool(period.stage) and is_small,
    )

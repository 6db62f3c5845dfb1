"""Reads of the ledger: what stands, what waits for whom, what ceilings leave room for."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet, Sum

from forums.hours import rules
from forums.models import EventSession, HoursCeiling, HoursEntry, HoursSpan
from forums.models.hours import HoursEntryQuerySet
from people.choices import Role
from people.models import Unit, UnitMembership, User
from people.roles import units_in_scope


def units_on(day: date, user_ids: Collection[int]) -> dict[int, Unit]:
    """Return in which unit each teacher was on a day. Queries: 1."""
    stays = UnitMembership.objects.filter(
        Q(until=None) | Q(until__gte=day), teacher__user__in=user_ids, since__lte=day
    )
    return {stay.teacher.user_id: stay.unit for stay in stays.select_related("teacher", "unit")}


def taken_spans(session: EventSession, user_ids: Collection[int]) -> dict[int, list[rules.Span]]:
    """Return the minutes of people's standing entries that touch a session. Queries: 1."""
    standing = HoursEntry.objects.standing().filter(user__in=user_ids)
    spans = HoursSpan.objects.filter(
        entry__in=standing, starts_at__lt=session.ends_at, ends_at__gt=session.starts_at
    )
    taken: dict[int, list[rules.Span]] = defaultdict(list)
    for span in spans.select_related("entry"):
        taken[span.entry.user_id].append((span.starts_at, span.ends_at))
    return taken


@dataclass
class Ceilings:
    """The ceilings in force on a day, with what each person has towards them."""

    rows: list[HoursCeiling]
    used: dict[int, dict[int, int]] = field(default_factory=dict)

    def of(self, user_id: int) -> list[rules.Ceiling]:
        """Return them for one person."""
        return [
            rules.Ceiling(str(row), row.quarters, self.used[row.pk].get(user_id, 0))
            for row in self.rows
        ]

    def take(self, user_id: int, quarters: int) -> None:
        """Count what has just been proposed, for the next entry of the same person."""
        for row in self.rows:
            self.used[row.pk][user_id] = self.used[row.pk].get(user_id, 0) + quarters


def ceilings_on(day: date, page_id: int, user_ids: Collection[int]) -> Ceilings:
    """Return the ceilings of a day for the sessions of an event. Queries: 1, and 1 a ceiling."""
    rows = list(
        HoursCeiling.objects.filter(Q(until=None) | Q(until__gte=day), since__lte=day).order_by(
            "quarters", "pk"
        )
    )
    found = Ceilings(rows)
    for row in rows:
        counted = HoursEntry.objects.standing().filter(user__in=user_ids)
        if row.per == HoursCeiling.Per.DAY:
            counted = counted.filter(day=day)
        elif row.per == HoursCeiling.Per.EVENT:
            counted = counted.filter(session__page=page_id)
        else:
            counted = counted.filter(day__gte=row.since, day__lte=row.until)
        sums = counted.order_by().values_list("user").annotate(total=Sum("quarters"))
        found.used[row.pk] = dict(sums)
    return found


def ledger_of(user: User) -> HoursEntryQuerySet:
    """Return all rows of one person, the latest first, with the steps. Queries: 1, when read."""
    rows = HoursEntry.objects.filter(user=user).with_steps()
    return rows.select_related("counters", "countered_by", "session__page").order_by("-day", "-pk")


@dataclass(frozen=True)
class Sums:
    """Quarters of a person's standing entries, by how far they are."""

    proposed: int
    confirmed: int


def sums_of(entries: Iterable[HoursEntry]) -> Sums:
    """Add up standing entries with their steps. Queries: none."""
    proposed = confirmed = 0
    for entry in entries:
        if is_standing(entry):
            if entry.is_schooled:
                confirmed += entry.quarters
            else:
                proposed += entry.quarters
    return Sums(proposed, confirmed)


def is_standing(entry: HoursEntry) -> bool:
    """Whether an entry is a proposal that stands; read with ``countered_by``."""
    return entry.counters_id is None and not hasattr(entry, "countered_by")


def entries_of_session(session: EventSession) -> dict[int, HoursEntry]:
    """Return the standing entry of each attendance of a session. Queries: 1."""
    entries = HoursEntry.objects.standing().filter(session=session).with_steps()
    return {entry.attendance_id: entry for entry in entries.select_related("user", "unit")}


def waiting_for_school(administrator: User) -> QuerySet[HoursEntry]:
    """Return what hosts have confirmed and a school has not, of the administrator's units.

    Queries: 1, when read; 2 for the units.
    """
    return (
        _of_schools(administrator)
        .filter(is_hosted=True, is_schooled=False)
        .order_by("day", "session", "pk")
    )


def confirmed_between(
    since: date, until: date, *, administrator: User | None = None
) -> HoursEntryQuerySet:
    """Return what host and school have confirmed, by unit, person and day. Queries: 1, when read.

    Args:
        since, until: both included.
        administrator: only of this person's units; None: of the district.
    """
    rows = HoursEntry.objects.standing().with_steps()
    if administrator is not None:
        rows = _of_schools(administrator)
    rows = rows.filter(is_hosted=True, is_schooled=True, day__gte=since, day__lte=until)
    return rows.select_related("user", "unit", "session").order_by(
        "unit__path", "user__staff_number", "day", "pk"
    )


def _of_schools(administrator: User) -> HoursEntryQuerySet:
    units = units_in_scope(administrator, Role.SCHOOL_ADMIN)
    rows = HoursEntry.objects.standing().with_steps().filter(unit__in=units)
    return rows.select_related("user", "unit", "session", "attendance")

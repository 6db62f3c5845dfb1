"""What happened at a place of the portal, told by the rooms in which it happened.

A workshop does not know the events room, nor the other way round; both know this:

    @hooks.register(WORKSHOP_FACTS_HOOK)
    def activities(page, reader, start, end):
        return [Fact(FactKind.ACTIVITY, event.day, event.title, event.get_url()), …]

A room tells only of what lies in the days asked for, and says of each fact whether the reader
may open the page that it names. What the reader may not open is left out here, once for all.
A function that tells of some kinds only may name them (``showcases.tells = {…}``); it is not asked
then where others are wanted.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from wagtail import hooks
from wagtail.models import Page

WORKSHOP_FACTS_HOOK = "workshop_facts"


class FactKind(models.TextChoices):
    """What sort of thing happened."""

    ACTIVITY = "activity", "活动"
    ATTENDANCE = "attendance", "参加"
    HOURS = "hours", "学时"
    OUTPUT = "output", "成果"


@dataclass(frozen=True)
class Fact:
    """One thing that happened, or is announced.

    Attributes:
        kind: value of ``FactKind``.
        date: its first day.
        title: in words.
        url: the page about it, if there is one.
        number, unit: how much, where it can be counted: 35 人次, 2.5 学时.
        is_visible: whether the reader who was named may read what the fact tells.
    """

    kind: str
    date: date
    title: str
    url: str = ""
    number: Decimal | int | None = None
    unit: str = ""
    is_visible: bool = True


def workshop_facts(
    page: Page, reader: Any, start: date, end: date, *, kinds: Collection[str] = ()
) -> list[Fact]:
    """Return what happened in a workshop as one reader may know it, the earliest first.

    Args:
        page: the workshop's page.
        reader: a user, an ``AnonymousUser``, or None for the public.
        start, end: first and last day; the last may lie ahead, for what is announced.
        kinds: only these; all, if none are named.

    Queries: those of the hooks; each takes a constant number.
    """
    told: Iterable[Fact] = (
        fact
        for tell in hooks.get_hooks(WORKSHOP_FACTS_HOOK)
        if not kinds or not set(getattr(tell, "tells", kinds)).isdisjoint(kinds)
        for fact in tell(page, reader, start, end)
    )
    seen = [
        fact
        for fact in told
        if fact.is_visible and start <= fact.date <= end and (not kinds or fact.kind in kinds)
    ]
    return sorted(seen, key=lambda fact: (fact.date, fact.kind, fact.title))


@dataclass(frozen=True)
class Sum:
    """How much of one kind happened: ``number`` counts facts where they carry no number."""

    kind: str
    number: Decimal | int
    unit: str

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(FactKind(self.kind).label)


UNITS = {FactKind.ACTIVITY: "次", FactKind.OUTPUT: "项"}


def sums_of(facts: Iterable[Fact]) -> list[Sum]:
    """Add facts up by kind and unit, in the order of ``FactKind``; pure."""
    found: dict[tuple[str, str], Decimal | int] = {}
    for fact in facts:
        key = (fact.kind, fact.unit or UNITS.get(FactKind(fact.kind), "次"))
        found[key] = found.get(key, 0) + (1 if fact.number is None else fact.number)
    order = list(FactKind.values)
    return [
        Sum(kind, number, unit)
        for (kind, unit), number in sorted(found.items(), key=lambda i: (order.index(i[0][0]), i))
    ]

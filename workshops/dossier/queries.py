"""Reads of dossiers; each docstring gives the number of queries."""

from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.facts import Fact, Sum, sums_of, workshop_facts
from portal.queries import readable_pages
from workshops.choices import WRITABLE, DossierState, MemberRole, MemberState
from workshops.models import (
    Announcement,
    Dossier,
    DossierAnswer,
    Indicator,
    Membership,
    SharedFile,
    WorkshopPage,
    WorkshopYear,
)


@dataclass(frozen=True)
class People:
    """Who belonged in a year, in numbers.

    Attributes:
        during: who was a member on some day of the year.
        guides: of these, the guides; ``joined`` and ``left``: within the year.
    """

    during: int = 0
    guides: int = 0
    joined: int = 0
    left: int = 0


@dataclass(frozen=True)
class Record:
    """What happened in a year, as the site knows it."""

    facts: list[Fact] = field(default_factory=list)
    people: People = field(default_factory=People)
    files: int = 0
    announcements: int = 0

    @property
    def sums(self) -> list[Sum]:
        """The facts added up by kind and unit."""
        return sums_of(self.facts)


def record_of(workshop: WorkshopPage, year: WorkshopYear, reader: Any) -> Record:
    """Return what happened up to today. Queries: 3, and those of the rooms that tell."""
    end = min(year.ends_on, timezone.localdate())
    span = (year.starts_on, end)
    files = SharedFile.objects.filter(workshop=workshop.pk, shared_at__date__range=span)
    said = Announcement.objects.filter(workshop=workshop.pk, made_at__date__range=span)
    return Record(
        facts=workshop_facts(workshop, reader, *span) if year.starts_on <= end else [],
        people=_people(workshop, *span),
        files=files.count(),
        announcements=said.count(),
    )


def _people(workshop: WorkshopPage, start: date, end: date) -> People:
    stays = Membership.objects.filter(
        Q(joined_on=None) | Q(joined_on__lte=end),
        Q(left_on=None) | Q(left_on__gte=start),
        workshop=workshop.pk,
        state__in=(MemberState.ACTIVE, MemberState.LEFT),
    )
    rows = list(stays.values_list("role", "joined_on", "left_on"))
    return People(
        during=len(rows),
        guides=sum(role == MemberRole.GUIDE for role, _, _ in rows),
        joined=sum(day is not None and day >= start for _, day, _ in rows),
        left=sum(day is not None and day <= end for _, _, day in rows),
    )


def frozen(record: Record) -> dict[str, Any]:
    """Return a record as it is kept with a dossier that was handed in."""
    facts = [
        asdict(fact)
        | {
            "date": fact.date.isoformat(),
            "kind": str(fact.kind),
            "number": None if fact.number is None else str(fact.number),
        }
        for fact in record.facts
    ]
    return {
        "facts": facts,
        "people": asdict(record.people),
        "files": record.files,
        "announcements": record.announcements,
    }


def thawed(kept: dict[str, Any]) -> Record:
    """Return the record that was kept."""
    facts = [
        Fact(
            **each
            | {
                "date": date.fromisoformat(each["date"]),
                "number": None if each["number"] is None else Decimal(each["number"]),
            }
        )
        for each in kept["facts"]
    ]
    return Record(facts, People(**kept["people"]), kept["files"], kept["announcements"])


def shown_record(dossier: Dossier, reader: Any) -> Record:
    """Return the record of a dossier: as it is now while it is written, else as it was kept.

    Queries: none once it was handed in.
    """
    if dossier.state in WRITABLE or not dossier.facts:
        return record_of(dossier.workshop, dossier.year, reader)
    return thawed(dossier.facts)


def answers_of(dossier: Dossier) -> list[DossierAnswer]:
    """Return the indicators of a dossier with what was said of each.

    While it is written these are the office's indicators of today, answered or not; later, those
    that were kept. Queries: at most 2.
    """
    kept = list(dossier.answers.all())
    if dossier.state not in WRITABLE:
        return kept
    by_indicator = {answer.indicator_id: answer for answer in kept if answer.indicator_id}
    answers = []
    for number, indicator in enumerate(Indicator.objects.filter(years=dossier.year_id)):
        answer = by_indicator.get(indicator.pk) or DossierAnswer(dossier=dossier)
        answer.indicator, answer.order = indicator, number
        answer.name, answer.explanation = indicator.name, indicator.explanation
        answer.weight, answer.levels = indicator.weight, indicator.levels
        answers.append(answer)
    return answers


def dossiers_of(workshop: WorkshopPage) -> dict[int, Dossier]:
    """Return the dossiers of a workshop by the number of their year. Queries: 1."""
    return {each.year_id: each for each in Dossier.objects.filter(workshop=workshop.pk)}


def begun_years() -> list[WorkshopYear]:
    """Return the years of which there can be a dossier, the newest first. Queries: 1."""
    return list(WorkshopYear.objects.filter(starts_on__lte=timezone.localdate()))


def with_parts(dossiers: QuerySet[Dossier] | None = None) -> QuerySet[Dossier]:
    """Return dossiers with workshop, year and people."""
    dossiers = Dossier.objects.all() if dossiers is None else dossiers
    return dossiers.select_related(
        "workshop__unit", "workshop__host", "year", "handed_in_by", "assessed_by"
    )


def year_to_assess(years: list[WorkshopYear]) -> WorkshopYear | None:
    """Return the newest year in which a dossier waits for the office, else the newest. Queries: 1.

    Args:
        years: the newest first.
    """
    waits = Dossier.objects.filter(state=DossierState.HANDED_IN).order_by("-year__starts_on")
    waiting = waits.values_list("year", flat=True).first()
    return next((year for year in years if year.pk == waiting), years[0] if years else None)


@dataclass(frozen=True)
class OfficeLine:
    """A workshop on the office's list of a year."""

    workshop: WorkshopPage
    dossier: Dossier | None

    @property
    def state_label(self) -> str:
        """How its dossier stands."""
        return self.dossier.get_state_display() if self.dossier else "还没有开始"


def office_list(year: WorkshopYear, reader: Any) -> list[OfficeLine]:
    """Return all workshops with their dossier of a year, in the order of the directory.

    What waits for the office comes first; nothing is ranked. Queries: 2.
    """
    pages = readable_pages(reader, WorkshopPage.objects.select_related("unit")).order_by("path")
    by_workshop = {each.workshop_id: each for each in Dossier.objects.filter(year=year)}
    lines = [OfficeLine(page, by_workshop.get(page.pk)) for page in pages]
    waits = [line for line in lines if line.dossier and _waits(line.dossier)]
    return waits + [line for line in lines if line not in waits]


def _waits(dossier: Dossier) -> bool:
    return dossier.state == DossierState.HANDED_IN

"""Reads of the last examination; each docstring gives the number of queries."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from feedback.visits.queries import daily_totals
from home.health.checks import is_idle
from home.health.models import HealthExam, HealthFinding, HealthSettings, Matter
from people.models import User

SHOWN_OF_MATTER = 5
CHART_DAYS = 30
# The chart's own measures, in its user units.
BAR, CHART_HEIGHT = 20, 100


@dataclass
class Part:
    """What was found of one matter: how much, and the first of it."""

    matter: Matter
    count: int = 0
    findings: list[HealthFinding] = field(default_factory=list)


@dataclass(frozen=True)
class Bar:
    """One day in the chart of openings."""

    day: date
    views: int
    x: int
    y: int
    height: int


def last_exam() -> HealthExam | None:
    """Return when the site was examined last, with its figures. Queries: 1."""
    return HealthExam.objects.first()


def parts() -> list[Part]:
    """Return all matters with the first findings of each. Queries: 2."""
    rank = Window(RowNumber(), partition_by=F("matter"), order_by=F("pk").asc())
    rows = HealthFinding.objects.select_related("page").annotate(rank=rank)
    shown = rows.filter(rank__lte=SHOWN_OF_MATTER).order_by("pk")
    counts = dict(HealthFinding.objects.order_by().values_list("matter").annotate(n=Count("pk")))
    found = {matter: Part(matter, counts.get(matter.value, 0)) for matter in Matter}
    for finding in shown:
        found[Matter(finding.matter)].findings.append(finding)
    return list(found.values())


def chart(today: date | None = None) -> list[Bar]:
    """Return how often pages were opened, a bar a day. Queries: 1."""
    totals = daily_totals(today or timezone.localdate(), CHART_DAYS)
    most = max(total.views for total in totals) or 1
    bars = []
    for number, total in enumerate(totals):
        height = round(total.views / most * CHART_HEIGHT)
        bars.append(Bar(total.day, total.views, number * BAR, CHART_HEIGHT - height, height))
    return bars


def idle_users() -> QuerySet[User]:
    """Return the accounts that nobody has signed in to for long, by unit and number: no order
    of their idleness. Queries: 1 now, 1 when read.
    """
    idle = is_idle(timezone.now(), HealthSettings.current(), prefix="")
    users = User.objects.filter(idle, is_active=True, teacher_profile__isnull=False)
    related = users.select_related("teacher_profile__unit")
    return related.order_by("teacher_profile__unit__path", "staff_number")

"""Reads behind the figures; each docstring gives the number of queries."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from people.choices import Stage, UnitKind
from people.models import TeacherProfile, Unit, User
from portal.queries import public_pages
from workshops.choices import Tier
from workshops.coverage.rules import Share, Shown, guarded
from workshops.models import Membership, WorkshopPage, WorkshopSettings

UNKNOWN_STAGE = "学段未登记"


@dataclass(frozen=True)
class Figure:
    """One question with its denominator, as the public may read the answer.

    Attributes:
        rule: what is counted, of what.
        total: none where it is too small to be shown.
    """

    name: str
    title: str
    rule: str
    head: str
    total: Shown | None
    rows: list[Shown]


@dataclass(frozen=True)
class Coverage:
    """All figures of a day."""

    on: date
    tiers: list[tuple[str, int]]
    figures: list[Figure]


def _inside(user_path: str) -> Q:
    """Accounts that belong to a public workshop now, as members or as its host."""
    shown = public_pages(WorkshopPage.objects.all())
    member = Membership.objects.active().filter(
        user=OuterRef(user_path), workshop__in=shown.values("pk")
    )
    return Q(Exists(member)) | Q(Exists(shown.filter(host=OuterRef(user_path))))


def units_asked(*, is_covered: bool | None = None) -> QuerySet[Unit]:
    """Return the units in use with at least one active teacher. Queries: 1, when read.

    Args:
        is_covered: only those with, or without, somebody in a workshop.
    """
    teachers = TeacherProfile.objects.filter(unit=OuterRef("pk"), user__is_active=True)
    units = Unit.objects.filter(Exists(teachers), is_active=True)
    covered = Exists(teachers.filter(_inside("user")))
    units = units.annotate(is_covered=covered)
    return units if is_covered is None else units.filter(is_covered=is_covered)


def young_teachers(*, on: date, is_inside: bool | None = None) -> QuerySet[Any]:
    """Return the active teachers in their first years (``WorkshopSettings``). Queries: 1 and 1.

    Whose first year is not known is in neither group.

    Args:
        is_inside: only those who belong, or do not belong, to a workshop.
    """
    since = on.year - WorkshopSettings.load().young_years + 1
    teachers = TeacherProfile.objects.filter(
        user__is_active=True, teaching_since__gte=since, teaching_since__lte=on.year
    )
    inside = Exists(User.objects.filter(_inside("pk"), pk=OuterRef("user")))
    marked = teachers.annotate(is_inside=inside)
    return marked if is_inside is None else marked.filter(is_inside=is_inside)


def coverage() -> Coverage:
    """Return the public figures of today, small groups hidden. Queries: 4."""
    today = timezone.localdate()
    years = WorkshopSettings.load().young_years
    units = _shares(
        units_asked().order_by().values_list("kind", "is_covered"), dict(UnitKind.choices)
    )
    stages = dict(Stage.choices) | {"": UNKNOWN_STAGE}
    teachers = _shares(
        young_teachers(on=today).order_by().values_list("stage", "is_inside"), stages
    )
    return Coverage(
        today,
        _tiers(),
        [
            Figure(
                "units",
                "有人参加工作坊的单位",
                "分母是在用且有在职教师的单位；至少一位在职教师是某个工作坊的成员或主持人，算有人参加。",
                "单位类别",
                *guarded(units, is_of_people=False),
            ),
            Figure(
                "young",
                f"从教 {years} 年以内、参加了工作坊的教师",
                f"分母是登记了从教年份、从教不超过 {years} 年的在职教师；没有登记年份的不在内。",
                "学段",
                *guarded(teachers, is_of_people=True),
            ),
        ],
    )


def _shares(rows: QuerySet, labels: dict[str, str]) -> list[Share]:
    of: Counter[str] = Counter()
    have: Counter[str] = Counter()
    for group, is_in in rows.iterator(chunk_size=2_000):
        of[group] += 1
        have[group] += bool(is_in)
    return [Share(str(label), have[group], of[group]) for group, label in labels.items()]


def _tiers() -> list[tuple[str, int]]:
    counted = Counter(public_pages(WorkshopPage.objects.all()).values_list("tier", flat=True))
    return [(str(label), counted[value]) for value, label in Tier.choices]

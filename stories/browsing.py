"""Browsing the stories: by quality, stage, subject, unit and year, each choice with its number.

The numbers are counted among what the reader may read, and among what the other choices leave, so
that a link never promises what is not there and never tells of what is hidden.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.db.models.functions import ExtractYear
from wagtail.query import PageQuerySet

from people.choices import Stage
from people.models import Unit
from portal.listing import Counted, counts_of
from stories.models.qualities import Quality

FACETS = {"quality": "品质", "stage": "学段", "subject": "学科", "unit": "单位", "year": "年份"}
SHOWN_AT_ONCE = 6


@dataclass(frozen=True)
class Choice:
    """A value to narrow by.

    Attributes:
        query: the address behind ``?`` that chooses it, or takes the choice back.
        count: how many stories there are with it.
    """

    label: str
    query: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A thing to narrow by, with its values: the first few, and the others."""

    name: str
    label: str
    choices: list[Choice]

    @property
    def first(self) -> list[Choice]:
        """What is shown at once: the first few, and what is chosen."""
        return [
            each
            for number, each in enumerate(self.choices)
            if number < SHOWN_AT_ONCE or each.is_chosen
        ]

    @property
    def others(self) -> list[Choice]:
        """What is folded away."""
        return [each for each in self.choices if each not in self.first]


def narrowed(
    stories: PageQuerySet, chosen: Mapping[str, Any], *, without: str = ""
) -> PageQuerySet:
    """Return the stories that fit the choices.

    Args:
        chosen: valid values by the names of ``FACETS``.
        without: leave this choice out.
    """
    fields = {
        "quality": "qualities",
        "stage": "stage",
        "subject": "subject",
        "unit": "person_unit",
        "year": "first_published_at__year",
    }
    for name, field in fields.items():
        if name != without and (value := chosen.get(name)):
            stories = stories.filter(**{field: value})
    return stories


def facets_of(
    stories: PageQuerySet, chosen: Mapping[str, Any], *, most: int | None = None
) -> list[Facet]:
    """Return what the stories can be narrowed by; values without stories are left out.

    Args:
        stories: all that the reader may read.
        chosen: the present choices, valid.
        most: stories that there can be, where that is known.

    Queries: 6, for any number of stories; of more than a thousand the numbers may be minutes old.
    """
    values = _values_of(chosen)
    facets = []
    for name, label in FACETS.items():
        left = narrowed(stories, chosen, without=name).order_by()
        counted = counts_of(left, name, _COUNTERS[name], most=most)
        choices = [
            Choice(words, _query(values, name, value), count, values.get(name) == value)
            for value, words, count in counted
        ]
        if choices:
            facets.append(Facet(name, label, choices))
    return facets


def _values_of(chosen: Mapping[str, Any]) -> dict[str, str]:
    quality, unit = chosen.get("quality"), chosen.get("unit")
    values = {name: str(chosen[name]) for name in FACETS if chosen.get(name)}
    if isinstance(quality, Quality):
        values["quality"] = quality.slug
    if isinstance(unit, Unit):
        values["unit"] = str(unit.pk)
    return values


def _query(values: Mapping[str, str], name: str, value: str) -> str:
    wanted = {key: each for key, each in values.items() if key != name}
    if values.get(name) != value:
        wanted[name] = value
    return urlencode({key: wanted[key] for key in FACETS if key in wanted})


def _by_quality(stories: PageQuerySet) -> Iterable[Counted]:
    rows = stories.exclude(qualities=None).values("qualities").annotate(number=Count("pk"))
    counts = {row["qualities"]: row["number"] for row in rows}
    for quality in Quality.objects.filter(pk__in=counts):
        yield quality.slug, quality.name, counts[quality.pk]


def _by_stage(stories: PageQuerySet) -> Iterable[Counted]:
    counts = dict(stories.values_list("stage").annotate(number=Count("pk")))
    for value, label in Stage.choices:
        if value in counts:
            yield value, str(label), counts[value]


def _by_subject(stories: PageQuerySet) -> Iterable[Counted]:
    rows = stories.exclude(subject="").values_list("subject").annotate(number=Count("pk"))
    for subject, count in rows.order_by("-number", "subject"):
        yield subject, subject, count


def _by_unit(stories: PageQuerySet) -> Iterable[Counted]:
    rows = stories.exclude(person_unit=None).values_list("person_unit", "person_unit__name")
    for pk, name, count in rows.annotate(number=Count("pk")).order_by("-number", "person_unit"):
        yield str(pk), name, count


def _by_year(stories: PageQuerySet) -> Iterable[Counted]:
    dated = stories.exclude(first_published_at=None)
    rows = dated.annotate(year=ExtractYear("first_published_at")).values_list("year")
    for year, count in rows.annotate(number=Count("pk")).order_by("-year"):
        yield str(year), f"{year}年", count


_COUNTERS = {
    "quality": _by_quality,
    "stage": _by_stage,
    "subject": _by_subject,
    "unit": _by_unit,
    "year": _by_year,
}

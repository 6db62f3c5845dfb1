"""The record of a period: what the chief editors look through and take out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page

from editorial.models import Decision, EditorialSettings, ManuscriptNumber, RecordExport
from editorial.models.record import DecisionQuerySet
from editorial.queries.standing import submission_types

CHUNK = 1000  # decisions in memory at a time


@dataclass(frozen=True)
class RecordFilter:
    """Which part of the record: first and last day, both included; empty words mean all."""

    start: date
    end: date
    kind: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class RecordLine:
    """One decision with what stands in other tables: the piece's number and its kind."""

    decision: Decision
    number: str
    kind: str

    @property
    def is_undone(self) -> bool:
        """Whether somebody took it back."""
        return hasattr(self.decision, "undone_by")


def moments(start: date, end: date) -> tuple[datetime, datetime]:
    """Return the first moment of ``start`` and the one after ``end``, local time."""
    after = end + timedelta(days=1)
    first, last = (timezone.make_aware(datetime.combine(day, time.min)) for day in (start, after))
    return first, last


def recorded(chosen: RecordFilter) -> DecisionQuerySet:
    """Return the decisions of a period, newest first. Queries: 1, when read."""
    first, after = moments(chosen.start, chosen.end)
    found = Decision.objects.filter(decided_at__gte=first, decided_at__lt=after)
    if chosen.verdict:
        found = found.filter(verdict=chosen.verdict)
    if chosen.kind:
        model = submission_types()[chosen.kind]
        found = found.filter(page__content_type=ContentType.objects.get_for_model(model))
    return (
        found.select_related("decided_by", "person", "undone_by")
        .defer("findings")
        .order_by("-decided_at", "-pk")
    )


def described(decisions: Iterable[Decision]) -> list[RecordLine]:
    """Return decisions with number and kind, in the same order. Queries: 3, besides their own."""
    decisions = list(decisions)
    template = EditorialSettings.load().sheet_number_format
    page_ids = {decision.page_id for decision in decisions}
    numbers = ManuscriptNumber.objects.in_bulk(page_ids)
    types = dict(Page.objects.filter(pk__in=page_ids).values_list("pk", "content_type_id"))
    names = {
        content_type.pk: str(model._meta.verbose_name)
        for model, content_type in ContentType.objects.get_for_models(
            *submission_types().values()
        ).items()
    }
    return [
        RecordLine(
            decision=decision,
            number=numbers[decision.page_id].written(template)
            if decision.page_id in numbers
            else "",
            kind=names.get(types.get(decision.page_id, 0), ""),
        )
        for decision in decisions
    ]


def recorded_in_chunks(chosen: RecordFilter) -> Iterator[list[RecordLine]]:
    """Return the decisions of a period, oldest first, ``CHUNK`` at a time.

    Queries: 1, and 3 a chunk; memory does not grow with the period.
    """
    decisions = recorded(chosen).order_by("decided_at", "pk").iterator(chunk_size=CHUNK)
    while chunk := list(islice(decisions, CHUNK)):
        yield described(chunk)


def latest_exports(amount: int = 10) -> list[RecordExport]:
    """Return the last exports, newest first. Queries: 1."""
    return list(RecordExport.objects.select_related("exported_by")[:amount])

"""What a workshop's year owes to its events: told to whoever asks by ``portal.facts``."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, DateField, IntegerField, Q, Sum
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Page
from wagtail.query import PageQuerySet

from forums.models import Attendance, ForumEventPage, HoursEntry
from forums.registration.queries import workshops_of
from people.roles import Role, has_role
from portal.facts import WORKSHOP_FACTS_HOOK, Fact, FactKind
from portal.prepared import Prepared
from portal.queries import is_public, public_pages, readable_pages


@hooks.register(WORKSHOP_FACTS_HOOK)
def events_of(page: Page, reader: Any, start: date, end: date) -> Iterator[Fact]:
    """Tell the events of a workshop that the reader may open, by their first day. Queries: 1."""
    for each in _events(page, reader, start, end).values():
        yield _fact(FactKind.ACTIVITY, each)


@hooks.register(WORKSHOP_FACTS_HOOK)
def sums_of_events(page: Page, reader: Any, start: date, end: date) -> Iterator[Fact]:
    """Tell the host and editors how many came, and the hours proposed for them.

    Queries: at most 4; none for visitors.
    """
    if not _sees_sums(page, reader):
        return
    events = _events(page, reader, start, end)
    came = Attendance.objects.present().filter(session__page__in=list(events)).order_by()
    for row in came.values("session__page").annotate(number=Count("pk")):
        yield _fact(FactKind.ATTENDANCE, events[row["session__page"]], row["number"], "人次")
    entries = HoursEntry.objects.standing().filter(session__page__in=list(events)).order_by()
    for row in entries.values("session__page").annotate(number=Sum("quarters")):
        hours = Decimal(row["number"]) / 4
        yield _fact(FactKind.HOURS, events[row["session__page"]], hours, "学时")


events_of.tells = {FactKind.ACTIVITY}
sums_of_events.tells = {FactKind.ATTENDANCE, FactKind.HOURS}


def _events(page: Page, reader: Any, start: date, end: date) -> dict[int, ForumEventPage]:
    if is_public(reader):
        shown = _public_events(page=page.pk, start=start, end=end)
    else:
        shown = readable_pages(reader, _light_events(page.pk, start, end))
    return {each.pk: each for each in shown}


def _light_events(page: Any, start: Any, end: Any) -> PageQuerySet:
    # A year of a workshop is read for a few lines: without texts and reports.
    of_days = Q(organising_page=page, starts_at__date__range=(start, end))
    shown = ("title", "url_path", "path", "depth", "starts_at")
    return ForumEventPage.objects.filter(of_days).only(*shown)


_public_events = Prepared(
    lambda page, start, end: public_pages(_light_events(page, start, end)),
    page=IntegerField(),
    start=DateField(),
    end=DateField(),
)


def _sees_sums(page: Page, reader: Any) -> bool:
    if reader is None or not reader.is_authenticated:
        return False
    if has_role(reader, Role.EDITOR, Role.CHIEF_EDITOR):
        return True
    return page.pk in {each.pk for each in workshops_of(reader)}


def _fact(
    kind: FactKind,
    event: ForumEventPage,
    number: Decimal | int | None = None,
    unit: str = "",
) -> Fact:
    day = timezone.localdate(event.starts_at)
    return Fact(kind, day, event.title, event.get_url() or "", number, unit)

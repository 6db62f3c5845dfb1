"""Reads of the calendar."""

from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from wagtail.query import PageQuerySet

from editorial.forms.fields import without_control
from forums.calendar.rules import Day, Entry, Month
from forums.models import Admission, CalendarFeed, ForumEventPage, Registration, RegistrationState
from people.models import User
from portal.queries import readable_pages

FEED_PAST = timedelta(days=180)
IN_FEED = (RegistrationState.ADMITTED, RegistrationState.OFFERED, RegistrationState.WAITING)


def events_between(reader: Any, start: datetime, end: datetime) -> PageQuerySet:
    """Return the events that touch a time, by their beginning. Queries: 1, when read."""
    events = ForumEventPage.objects.filter(starts_at__lt=end, ends_at__gte=start)
    return readable_pages(reader, events).select_related("admission").order_by("starts_at", "pk")


def month_sheet(reader: Any, month: Month) -> list[list[Day]]:
    """Return the weeks of a month with the events of each day. Queries: 1."""
    weeks = month.weeks
    zone = timezone.get_current_timezone()
    first, last = weeks[0][0], weeks[-1][-1]
    start = datetime.combine(first, time.min, zone)
    end = datetime.combine(last + timedelta(days=1), time.min, zone)
    today = timezone.localdate()
    days = {
        day: Day(day, is_inside=day.month == month.number, is_today=day == today)
        for week in weeks
        for day in week
    }
    for event in events_between(reader, start, end):
        day = max(timezone.localdate(event.starts_at), first)
        final = min(timezone.localdate(event.ends_at), last)
        while day <= final:
            days[day].events.append(event)
            day += timedelta(days=1)
    return [[days[day] for day in week] for week in weeks]


def entry_of(page: ForumEventPage, note: str = "") -> Entry | None:
    """Return an event as a calendar file names it; None without its times. Queries: none.

    Args:
        page: with its ``admission``, where there is one.
        note: put before the summary.
    """
    if page.starts_at is None or page.ends_at is None:
        return None
    admission = getattr(page, "admission", None)
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return Entry(
        uid=f"event-{page.pk}@{host}",
        title=without_control(page.title),
        starts_at=page.starts_at,
        ends_at=page.ends_at,
        changed_at=page.last_published_at or page.starts_at,
        url=page.full_url or "",
        place=without_control(page.place) or page.get_mode_display(),
        text=without_control("\n".join(part for part in (note, page.summary) if part)),
        is_called_off=admission is not None and admission.state == Admission.State.CALLED_OFF,
    )


def feed_of(user: Any) -> CalendarFeed | None:
    """Return the person's feed, if they made one. Queries: 1."""
    return CalendarFeed.objects.filter(user=user).first()


def entries_of(user: User) -> list[Entry]:
    """Return the person's events, half a year back and all to come. Queries: 2 to 5."""
    rows = Registration.objects.filter(
        user=user, state__in=IN_FEED, page__ends_at__gte=timezone.now() - FEED_PAST
    )
    states = dict(rows.values_list("page_id", "state"))
    pages = readable_pages(user, ForumEventPage.objects.filter(pk__in=states))
    found = []
    for page in pages.select_related("admission").order_by("starts_at", "pk"):
        state = RegistrationState(states[page.pk])
        if entry := entry_of(page, note="" if state == RegistrationState.ADMITTED else state.label):
            found.append(entry)
    return found

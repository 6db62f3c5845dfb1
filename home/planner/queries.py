"""Reads of the planner."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from editorial.models import CalendarDay
from editorial.queries.schedule import planned
from editorial.workdays.holidays import holidays_of, is_known
from forums.calendar.queries import events_between
from people.queries import consents_ending
from reading.models import PassageDay


class EntryKind(models.TextChoices):
    """What an entry of the calendar is."""

    HOLIDAY = "holiday", "节假日"
    PUBLISH = "publish", "定时发布"
    EVENT = "event", "活动"
    EXPIRE = "expire", "到期"
    PASSAGE = "passage", "缺读段"


@dataclass(frozen=True)
class Entry:
    """One line of a day; ``time`` is empty where the whole day is meant."""

    kind: EntryKind
    day: date
    title: str
    url: str = ""
    time: str = ""


def entries_by_day(editor: Any, first: date, last: date) -> dict[date, list[Entry]]:
    """Return what the days from ``first`` to ``last`` bring, both included.

    Queries: 7, and those of ``readable_pages``, for any number of entries.
    """
    found: dict[date, list[Entry]] = defaultdict(list)
    for gather in (_holidays, _planned, _expiring, _missing_passages):
        for entry in gather(first, last):
            found[entry.day].append(entry)
    for entry in _events(editor, first, last):
        found[entry.day].append(entry)
    return found


def _holidays(first: date, last: date) -> Iterator[Entry]:
    """Days off and weekends worked, the district's own rows before the State Council's notice."""
    known = {
        day.date: day.name
        for year in range(first.year, last.year + 1)
        if is_known(year)
        for day in holidays_of(year)
        if first <= day.date <= last
    }
    for row in CalendarDay.objects.filter(date__range=(first, last)):
        known[row.date] = row.name or ("上班" if row.is_workday else "放假")
    for day, name in sorted(known.items()):
        yield Entry(EntryKind.HOLIDAY, day, name)


def _planned(first: date, last: date) -> Iterator[Entry]:
    for item in planned(first, last):
        yield _at(EntryKind.PUBLISH, item.moment, item.title, _edit(item.page_id))


def _expiring(first: date, last: date) -> Iterator[Entry]:
    begin, end = _midnight(first), _midnight(last + timedelta(days=1))
    pages = Page.objects.live().filter(expire_at__gte=begin, expire_at__lt=end)
    for page in pages.order_by("expire_at", "pk"):
        yield _at(EntryKind.EXPIRE, page.expire_at, page.title, _edit(page.pk))
    for pk, title, day in consents_ending(timezone.localdate(), first, last):
        yield Entry(EntryKind.EXPIRE, day, f"{title}：文中人物的同意", _edit(pk))


def _events(editor: Any, first: date, last: date) -> Iterator[Entry]:
    """Events on the day on which they begin; those that go on from before, on the first day."""
    begin, end = _midnight(first), _midnight(last + timedelta(days=1))
    for event in events_between(editor, begin, end):
        if event.starts_at < begin:
            yield Entry(EntryKind.EVENT, first, event.title, event.get_url() or "")
        else:
            yield _at(EntryKind.EVENT, event.starts_at, event.title, event.get_url() or "")


def _missing_passages(first: date, last: date) -> Iterator[Entry]:
    """Days from today on that have no passage yet."""
    start = max(first, timezone.localdate())
    if start > last:
        return
    there = set(PassageDay.objects.filter(date__range=(start, last)).values_list("date", flat=True))
    for number in range((last - start).days + 1):
        day = start + timedelta(days=number)
        if day not in there:
            url = reverse("passage_calendar:day", args=[day])
            yield Entry(EntryKind.PASSAGE, day, "还没有排读段", url)


def _at(kind: EntryKind, moment: datetime, title: str, url: str) -> Entry:
    local = timezone.localtime(moment)
    return Entry(kind, local.date(), title, url, local.strftime("%H:%M"))


def _edit(page_id: int | None) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page_id])


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))

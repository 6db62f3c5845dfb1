"""Pieces by the month of their publication."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.core.cache import cache
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone
from wagtail.query import PageQuerySet

from home.finding.queries.pieces import pieces

KEPT = 600  # seconds
_KEY = "finding.months"


@dataclass(frozen=True)
class Month:
    """A month and how many public pieces appeared in it."""

    first: date
    count: int


def published_in(first: date, reader: Any) -> PageQuerySet:
    """Return what appeared in the month that begins on ``first``. Queries: 1, when read."""
    begin, end = _moment(first), _moment(next_month(first))
    return pieces(reader).filter(first_published_at__gte=begin, first_published_at__lt=end)


def public_months() -> list[tuple[int, list[Month]]]:
    """Return the years with their months in which something public appeared, the latest first.

    Counting goes through all pieces, so that it is done once in ``KEPT`` seconds.
    Queries: none, or 1.
    """
    months: list[Month] = cache.get_or_set(_KEY, _count, KEPT) or []
    return [(year, list(group)) for year, group in groupby(months, lambda month: month.first.year)]


def next_month(first: date) -> date:
    """Return the first day of the next month; pure."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _count() -> list[Month]:
    rows = (
        pieces(None)
        .filter(first_published_at__isnull=False)
        .order_by()
        .annotate(month=TruncMonth("first_published_at"))
        .values_list("month")
        .annotate(count=Count("pk"))
        .order_by("-month")
    )
    return [Month(timezone.localdate(month), count) for month, count in rows]


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))

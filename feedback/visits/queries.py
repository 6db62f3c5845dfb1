"""Reads of counts, for editors; each docstring gives the number of queries."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from wagtail.models import Page

from feedback.models import PageViews
from portal.queries import public_pages


@dataclass(frozen=True)
class DayTotal:
    """All openings of one day."""

    day: date
    views: int


def daily_totals(today: date, days: int) -> list[DayTotal]:
    """Return the totals of the last ``days`` days, today the last. Queries: 1."""
    first = today - timedelta(days=days - 1)
    rows = PageViews.objects.filter(is_month=False, first_day__range=(first, today))
    sums = dict(rows.order_by().values_list("first_day").annotate(n=Sum("views")))
    return [
        DayTotal(day, sums.get(day, 0)) for day in (first + timedelta(days=n) for n in range(days))
    ]


def pages_with_views(today: date) -> QuerySet[Page]:
    """Return the public pages with ``week``, ``month`` and ``ever``. Queries: 2, when read."""
    week, month = today - timedelta(days=6), today - timedelta(days=29)
    pages = public_pages(Page.objects.filter(depth__gt=1))
    return pages.annotate(
        week=_sum(first_day__gte=week, is_month=False),
        month=_sum(first_day__gte=month, is_month=False),
        ever=_sum(),
    )


def _sum(**narrowed: object) -> Coalesce:
    rows = PageViews.objects.filter(page=OuterRef("pk"), **narrowed).order_by().values("page")
    total = rows.annotate(n=Sum("views")).values("n")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)

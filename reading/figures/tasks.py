"""Keeps the public totals fresh; safe to run twice."""

from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone
from django_tasks import task

from reading.figures.actions import count_year
from reading.models import ReadingYear, YearFigures

FRESH = timedelta(hours=24)
ASKED_SECONDS = 600


@task()
def count_figures(year_id: int) -> None:
    """Count one year anew unless that was done within the last day."""
    year = ReadingYear.objects.filter(pk=year_id).select_related("figures").first()
    if year and not is_fresh(getattr(year, "figures", None)):
        count_year(year=year)


def ask_for_figures(year: ReadingYear) -> None:
    """Queue the counting of a year, at most once in ten minutes however many ask."""
    if cache.add(f"reading-figures-{year.pk}", 1, ASKED_SECONDS):
        count_figures.enqueue(year.pk)


def is_fresh(figures: YearFigures | None) -> bool:
    """Whether figures were counted within the last day."""
    return figures is not None and timezone.now() - figures.counted_at < FRESH

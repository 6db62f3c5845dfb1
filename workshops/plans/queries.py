"""Reads of plans; each docstring gives the number of queries."""

from typing import Any

from django.utils import timezone
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString
from wagtail.models import Page

from workshops.models import WorkshopPlanPage, WorkshopYear, YearPlan
from workshops.queries import hosts


def plan_of(workshop: Page, year: WorkshopYear) -> YearPlan | None:
    """Return the plan of a year. Queries: 1."""
    return YearPlan.objects.filter(workshop=workshop.pk, year=year).select_related("year").first()


def current_plan(workshop: Page) -> YearPlan | None:
    """Return the plan of this year, or the newest there is. Queries: 1."""
    plans = YearPlan.objects.filter(workshop=workshop.pk).select_related("year", "changed_by")
    return plans.filter(year__starts_on__lte=timezone.localdate()).first() or plans.first()


def years_to_plan() -> list[WorkshopYear]:
    """Return the years that have not ended, the nearest first; without any, the last. Queries: 1.

    Plans are made before a year begins.
    """
    years = list(WorkshopYear.objects.order_by("starts_on"))
    today = timezone.localdate()
    return [year for year in years if year.ends_on >= today] or years[-1:]


def hosted_plan(user: Any, pk: int) -> YearPlan | None:
    """Return a plan of a workshop that somebody runs. Queries: 1, and 1 for the roles."""
    plan = YearPlan.objects.filter(pk=pk).select_related("workshop", "year").first()
    return plan if plan is not None and hosts(user, plan.workshop) else None


def public_version(plan: YearPlan) -> WorkshopPlanPage | None:
    """Return the piece in which a plan was, or is to be, published; the newest. Queries: 1."""
    pieces = WorkshopPlanPage.objects.child_of(plan.workshop).filter(year=plan.year)
    return pieces.order_by("-pk").first()


def paragraphs(text: str) -> SafeString:
    """Return typed text as paragraphs of the editor: one a line."""
    lines = (line.strip() for line in text.splitlines())
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines if line)) or escape("")

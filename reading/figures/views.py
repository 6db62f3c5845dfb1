"""The programme's totals for everybody, and a year that its reader chose to show."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reading.figures import presenting, queries
from reading.figures.tasks import ask_for_figures, is_fresh
from reading.queries import above_books


@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """The totals of one year; they were counted before, at most a day ago or being counted."""
    year = queries.year_with_figures(_number(request.GET.get("year", "")))
    if year is None and "year" in request.GET:
        raise Http404("没有这个年度。")
    figures = getattr(year, "figures", None)
    if year and not is_fresh(figures):
        ask_for_figures(year)
        # Where tasks run at once, the figures are there by now.
        year = queries.year_with_figures(year.pk)
        figures = getattr(year, "figures", None)
    context = {
        "page_title": "数字里的书房计划",
        "page_description": "全区老师一年里读完的书，按类别、学科、学段和月份看。",
        "breadcrumbs": above_books(request),
        "years": list(queries.years()),
        "year": year,
        "total": f"{figures.total:,}" if figures and figures.tables else "",
        "counted_at": figures.counted_at if figures else None,
        "figures": presenting.programme_figures(figures) if figures else [],
        "rule": presenting.RULE,
    }
    return render(request, "reading/figures.html", context)


def _number(value: str) -> int | None:
    if not value:
        return None
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


@never_cache
@require_safe
def shared_year(request: HttpRequest, token: str) -> HttpResponse:
    """The books of a year at an address that only its reader gave away; in no search engine."""
    shared = queries.shared_by_token(token)
    if shared is None:
        raise Http404("没有这一页，或者它已经不再分享。")
    own = queries.shown_year(shared)
    name = shared.reader.name if shared.shows_name else ""
    context = {
        "page_title": f"{name or '一位老师'}的{shared.year}书单",
        "shared": shared,
        "name": name,
        "own": own,
        "shelf": presenting.shelf_figure(own, with_days=False) if own.volumes else None,
        "programme_url": reverse("reading:figures"),
    }
    response = render(request, "reading/shared_year.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response

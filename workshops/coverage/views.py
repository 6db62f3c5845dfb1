"""The figures for everybody; who is missing, for the office only."""

from typing import IO

from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from editorial.desk.access import for_authors
from editorial.workbooks import XLSX
from portal.listing import paginate
from portal.queries import trail
from workshops.access import require_office
from workshops.coverage import exporting, queries
from workshops.coverage.forms import ExportForm
from workshops.models import WorkshopIndexPage, WorkshopSettings
from workshops.shown import METHODS, add_errors, shown

MOST_ON_A_PAGE = 50


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """How far the workshops reach. Queries: constant."""
    index = WorkshopIndexPage.objects.live().first()
    above = index.get_ancestors(inclusive=True) if index else WorkshopIndexPage.objects.none()
    context = {
        "page_title": "工作坊覆盖情况",
        "page_description": "多少单位、多少青年教师参加了工作坊，分母是什么。",
        "breadcrumbs": trail(above, request),
        "coverage": queries.coverage(),
    }
    return render(request, "workshops/coverage.html", context)


@require_safe
def coverage_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The same figures, with the same ones hidden, as a workbook."""
    return _file(exporting.coverage_book(queries.coverage()), "工作坊覆盖情况")


@METHODS
@for_authors
def missing(request: HttpRequest) -> HttpResponseBase:
    """Units and young teachers without a workshop; a POST takes the list out, with a reason."""
    require_office(request.user)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            book = exporting.missing_book(by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            return _file(book, "未参加工作坊的单位和青年教师")
    today = timezone.localdate()
    units = queries.units_asked(is_covered=False).order_by("path")
    teachers = queries.young_teachers(on=today, is_inside=False)
    teachers = teachers.select_related("user", "unit").order_by("unit__path", "user__name")
    page_obj, querystring = paginate(request, teachers, MOST_ON_A_PAGE)
    context = {
        "units": units,
        "page_obj": page_obj,
        "querystring": querystring,
        "years": WorkshopSettings.load().young_years,
        "form": form,
        "page_title": "还没有参加工作坊的",
    }
    return shown(request, "missing", context, status=422 if form.errors else 200)


def _file(book: IO[bytes], name: str) -> FileResponse:
    day = timezone.localdate().isoformat()
    return FileResponse(book, as_attachment=True, filename=f"{name}-{day}.xlsx", content_type=XLSX)

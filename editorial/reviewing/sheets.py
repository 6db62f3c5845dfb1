"""审稿单 as a page to print and as PDF."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Page

from editorial.models import Submission
from editorial.printing import MOST_ROWS_IN_PDF, pdf_of, printing_problem
from editorial.queries.sheet import Sheet, may_see_sheet, sheet_of

TEMPLATE = "editorial/record/sheet.html"


@require_safe
@never_cache
@login_required
def sheet(request: HttpRequest, page_id: int) -> HttpResponse:
    """The sheet of one piece, for the screen and the printer."""
    found = _sheet(request, page_id)
    return render(request, TEMPLATE, {"sheet": found, "can_print": not printing_problem()})


@require_safe
@never_cache
@login_required
def sheet_pdf(request: HttpRequest, page_id: int) -> HttpResponse:
    """The same as PDF; 503 with what to install where this machine cannot make one."""
    found = _sheet(request, page_id)
    problem = printing_problem()
    if len(found.rows) > MOST_ROWS_IN_PDF:
        problem = f"这篇稿件的记录超过 {MOST_ROWS_IN_PDF} 条，不生成 PDF，请直接打印审稿单。"
    if problem:
        context = {"problem": problem, "sheet": found, "page_title": "不能生成 PDF"}
        return render(request, "editorial/record/no_pdf.html", context, status=503)
    name = f"审稿单-{found.number or page_id}.pdf"
    return HttpResponse(
        pdf_of(
            TEMPLATE,
            {"sheet": found, "is_pdf": True},
            styles=["editorial/paper.css", "editorial/sheet.css"],
        ),
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(False, name)},
    )


def _sheet(request: HttpRequest, page_id: int) -> Sheet:
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, Submission):
        raise Http404
    if not may_see_sheet(request.user, page):
        raise PermissionDenied("您不能查看这篇稿件的审稿单。")
    found = sheet_of(page, timezone.now())
    if found is None:
        raise Http404("这篇稿件还没有送审，没有审稿单。")
    return found

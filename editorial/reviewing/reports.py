"""审稿报告 for the chief editors: on the screen and as Excel."""

from typing import TYPE_CHECKING

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from editorial.queries.report import AGES, FEWEST, Report, report_of
from editorial.reviewing.bars import bars_of
from editorial.reviewing.periods import ReportForm
from editorial.reviewing.records import for_chief_editors
from editorial.workbooks import XLSX, Table, new_book, saved

if TYPE_CHECKING:
    from openpyxl import Workbook


@require_safe
@never_cache
@for_chief_editors
def report(request: HttpRequest) -> HttpResponse:
    """Four tables, each with bars."""
    form = ReportForm.asked(request.GET)
    found = report_of(**form.cleaned_data, now=timezone.now()) if form.is_valid() else None
    context = {
        "form": form,
        "report": found,
        "bars": bars_of(found) if found else {},
        "ages": AGES,
        "fewest": FEWEST,
        "query": request.GET.urlencode(),
        "page_title": "审稿报告",
    }
    status = 200 if found else 422
    return render(request, "editorial/record/report.html", context, status=status)


@require_safe
@never_cache
@for_chief_editors
def report_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The same tables as Excel. They name nobody, so no reason is asked for."""
    form = ReportForm.asked(request.GET)
    if not form.is_valid():
        return report(request)
    found = report_of(**form.cleaned_data, now=timezone.now())
    book = new_book()
    _waiting(book, found)
    _returned(book, found)
    _timings(book, found)
    _weeks(book, found)
    return FileResponse(
        saved(book),
        as_attachment=True,
        filename=f"审稿报告-{found.start}-{found.end}.xlsx",
        content_type=XLSX,
    )


def _waiting(book: "Workbook", found: Report) -> None:
    columns = ["环节", *AGES, "合计", "逾期", "待用"]
    table = Table(book, "等待", [(name, 10) for name in columns])
    table.write(
        [row.step.label, *row.ages, row.total, row.overdue, row.held] for row in found.waiting
    )


def _returned(book: "Workbook", found: Report) -> None:
    table = Table(book, "退回理由", [("理由", 24), ("退回修改", 10), ("不采用", 10)])
    table.write([row.label, row.returned, row.declined] for row in found.returned)


def _timings(book: "Workbook", found: Report) -> None:
    columns = [("环节", 10), ("决定数", 10), ("中位数", 14), ("九成在此之内", 14)]
    table = Table(book, "用时", columns)
    table.write([row.step.label, row.decisions, *row.in_words] for row in found.timings)


def _weeks(book: "Workbook", found: Report) -> None:
    columns = ["周一", "送审", "通过", "退回修改", "不采用", "签发"]
    table = Table(book, "每周", [(name, 12) for name in columns])
    table.write(
        [
            row.monday.isoformat(),
            row.submitted,
            row.approved,
            row.returned,
            row.declined,
            row.released,
        ]
        for row in found.weeks
    )

"""The record of a group: one page to print, a PDF, an Excel file; for its members."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from editorial.desk.access import for_authors, refusal
from editorial.printing import MOST_ROWS_IN_PDF, pdf_of, printing_problem
from editorial.workbooks import XLSX, Table, new_book, saved
from reading.together.actions import RECORD_TAKEN
from reading.together.queries import Record, record_of
from reading.together.views import group_for_members

TEMPLATE = "reading/together/record.html"
STYLES = ["editorial/paper.css", "editorial/sheet.css", "reading/css/record.css"]


@require_safe
@for_authors
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """The record, for the screen and the printer."""
    found = record_of(group_for_members(request, pk))
    return render(request, TEMPLATE, {"record": found, "can_print": not _problem(found)})


@require_safe
@for_authors
def record_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as PDF; says why where there can be none."""
    found = record_of(group_for_members(request, pk))
    if problem := _problem(found):
        return refusal(request, problem, 503)
    _log(request, found, "pdf")
    return HttpResponse(
        pdf_of(TEMPLATE, {"record": found, "is_pdf": True}, styles=STYLES),
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(False, f"{_name(found)}.pdf")},
    )


@require_safe
@for_authors
def record_xlsx(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The notes as a table."""
    found = record_of(group_for_members(request, pk))
    _log(request, found, "xlsx")
    book = new_book()
    columns = [("第几周", 8), ("问题", 40), ("姓名", 12), ("札记", 80), ("页码", 8), ("日期", 12)]
    Table(book, "共读记录", columns).write(
        (
            each.week.number,
            each.week.question,
            note.author.name,
            note.text,
            note.page,
            f"{note.made_at:%Y-%m-%d}",
        )
        for each in found.weeks
        for note in each.notes
    )
    return FileResponse(
        saved(book), as_attachment=True, filename=f"{_name(found)}.xlsx", content_type=XLSX
    )


def _problem(found: Record) -> str:
    if found.note_count > MOST_ROWS_IN_PDF:
        return f"记录超过 {MOST_ROWS_IN_PDF} 条，不生成 PDF，请直接打印。"
    return printing_problem()


def _name(found: Record) -> str:
    return f"共读记录-{found.group.title}"


def _log(request: HttpRequest, found: Record, form: str) -> None:
    """Keep who took the names and notes out of the site."""
    data = {"form": form, "notes": found.note_count}
    log(instance=found.group, action=RECORD_TAKEN, user=request.user, data=data)

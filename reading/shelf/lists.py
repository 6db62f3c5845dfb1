"""The shelf in and out: lists taken over, everything handed out."""

from typing import IO, Any

from django.contrib import messages
from django.core import signing
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from editorial.desk.menu import desk_menu
from editorial.workbooks import XLSX
from people.importing.workbook import RefusedWorkbookError
from reading.shelf import actions
from reading.shelf.access import for_readers
from reading.shelf.forms import ImportForm
from reading.shelf.importing import BookRow, good, read_books
from reading.shelf.matching import outcomes_of
from reading.shelf.workbooks import shelf_archive, shelf_workbook, template_workbook

PREVIEW_SECONDS = 24 * 3600


def _salt(request: HttpRequest) -> str:
    # A preview is confirmed by the person who saw it.
    return f"reading.shelf.import.{request.user.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def take_over(request: HttpRequest) -> HttpResponse:
    """Read a list and show what would become of it; a second step stores it."""
    if "rows" in request.POST:
        return _confirm(request)
    is_sent = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if is_sent else ImportForm()
    context: dict[str, Any] = {"form": form}
    status = 200
    if is_sent:
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                rows, ignored = read_books(file, file.name, today=timezone.localdate())
            except RefusedWorkbookError as refused:
                form.add_error("file", str(refused))
            else:
                context |= _preview(request, rows) | {"ignored": ignored}
        status = 422 if form.errors else 200
    return _show(request, context, status)


def _preview(request: HttpRequest, rows: list[BookRow]) -> dict[str, Any]:
    outcomes = outcomes_of(request.user, rows)
    usable = good(rows)
    packed = [row.as_json() for row in usable]
    return {
        "rows": list(zip(rows, outcomes, strict=True)),
        "usable": len(usable),
        "refused": len(rows) - len(usable),
        "packed": signing.dumps(packed, salt=_salt(request), compress=True),
    }


def _confirm(request: HttpRequest) -> HttpResponse:
    try:
        packed = signing.loads(request.POST["rows"], salt=_salt(request), max_age=PREVIEW_SECONDS)
    except signing.BadSignature:
        form = ImportForm({}, {})
        form.add_error("file", "预览已经过期，请重新选择文件。")
        return _show(request, {"form": form}, 422)
    done = actions.import_rows(
        reader=request.user, rows=[BookRow.from_json(values) for values in packed]
    )
    words = [f"新记 {done.new} 条"]
    words += [f"已在书架 {done.present} 条"] if done.present else []
    words += [f"补充到目录、等编辑确认 {done.proposed} 本"] if done.proposed else []
    messages.success(request, f"导入完成：{'，'.join(words)}。")
    return redirect("shelf:home")


def _show(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    context |= {"desk_menu": desk_menu(request), "page_title": "导入书单"}
    return render(request, "reading/shelf/import.html", context, status=status)


@require_safe
@for_readers
def template(request: HttpRequest) -> HttpResponseBase:
    """Hand out the empty list."""
    return _file(template_workbook(), "我的阅读-模板.xlsx", XLSX)


@require_safe
@for_readers
def export(request: HttpRequest) -> HttpResponseBase:
    """Hand out everything as a workbook."""
    name = f"我的阅读-{timezone.localdate():%Y%m%d}.xlsx"
    return _file(shelf_workbook(request.user), name, XLSX)


@require_safe
@for_readers
def export_all(request: HttpRequest) -> HttpResponseBase:
    """Hand out everything with the photos, in one archive."""
    name = f"我的阅读-{timezone.localdate():%Y%m%d}.zip"
    return _file(shelf_archive(request.user), name, "application/zip")


def _file(file: IO[bytes], name: str, content_type: str) -> FileResponse:
    response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response

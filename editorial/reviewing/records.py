"""审稿记录: looking through what was decided, and taking a period out as Excel."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from editorial.actions.exporting import MOST_ROWS, export_record
from editorial.errors import NotPossible
from editorial.queries.record import RecordFilter, described, latest_exports, recorded
from editorial.reviewing.periods import ExportForm, RecordFilterForm
from editorial.workbooks import XLSX
from people.roles import Role, has_role

PER_PAGE = 50

View = Callable[..., HttpResponseBase]


def for_chief_editors(view: View) -> View:
    """Let only chief editors in; what they see names colleagues and authors."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not has_role(request.user, Role.CHIEF_EDITOR):
            raise PermissionDenied("只有总编可以查看。")
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@never_cache
@for_chief_editors
def record(request: HttpRequest) -> HttpResponse:
    """The decisions of a period, newest first, and the form that exports them."""
    return _render(request, RecordFilterForm.asked(request.GET), ExportForm())


@require_POST
@for_chief_editors
def export(request: HttpRequest) -> HttpResponseBase:
    """The decisions of a period as Excel, noted with the reason."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _render(request, RecordFilterForm.asked({}), form, status=422)
    chosen = form.cleaned_data
    try:
        _, file = export_record(by=request.user, **chosen)
    except NotPossible as refused:
        form.add_error(None, str(refused))
        return _render(request, RecordFilterForm.asked({}), form, status=409)
    name = f"审稿记录-{chosen['start']}-{chosen['end']}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _render(
    request: HttpRequest, filters: RecordFilterForm, form: ExportForm, status: int = 200
) -> HttpResponse:
    lines, page = [], None
    if filters.is_valid():
        found = recorded(RecordFilter(**filters.cleaned_data))
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
        lines = described(page.object_list)
        if not form.is_bound:
            form.initial = {name: filters.cleaned_data[name] for name in ("start", "end")}
    elif status == 200:
        status = 422
    query = request.GET.copy()
    query.pop("p", None)
    context = {
        "filters": filters,
        "form": form,
        "lines": lines,
        "page_of_lines": page,
        "query": query.urlencode(),
        "exports": latest_exports(),
        "most_rows": MOST_ROWS,
        "page_title": "审稿记录",
    }
    return render(request, "editorial/record/record.html", context, status=status)

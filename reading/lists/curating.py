"""书单 in the admin's reports: all lists with their books, Excel out and in."""

from collections.abc import Callable, Iterator
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from editorial.queries import with_standing
from editorial.workbooks import XLSX, Cell, Table, new_book, saved
from people.roles import has_role
from reading.lists.actions import CURATORS, draft_from_rows, judge_rows
from reading.lists.forms import KindForm, UploadForm
from reading.lists.queries import CuratedList, curated, curated_pages
from reading.lists.rows import COLUMNS, TITLE
from reading.models import BookListPage

PER_PAGE = 25
MOST_EXPORTED = 2000  # lists; some 20,000 rows

View = Callable[..., HttpResponseBase]


def for_curators(view: View) -> View:
    """Let editors in."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not has_role(request.user, *CURATORS):
            raise PermissionDenied("只有编辑可以管理书单。")
        return view(request, *args, **kwargs)

    return guarded


def _asked(request: HttpRequest) -> tuple[KindForm, str]:
    form = KindForm(request.GET)
    return form, form.cleaned_data["kind"] if form.is_valid() else ""


@require_safe
@for_curators
def lists(request: HttpRequest) -> HttpResponse:
    """All lists with their books, by pages. Queries: constant."""
    form, kind = _asked(request)
    page = Paginator(curated_pages(request.user, kind), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "form": form,
        "kind": kind,
        "page_of_lists": page,
        "lists": curated(with_standing(list(page.object_list))),
        "page_title": "书单",
    }
    return render(request, "reading/lists/lists.html", context)


@require_safe
@for_curators
def lists_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The same as Excel, a row for each book."""
    _, kind = _asked(request)
    pages = with_standing(list(curated_pages(request.user, kind)[:MOST_EXPORTED]))
    book = new_book()
    columns = [("书单", 32), ("类型", 12), ("哪一季", 12), ("署名", 14), ("单位", 24), ("状态", 10)]
    columns += [("序号", 6), ("书名", 28), ("作者", 24), ("理由", 60), ("荐书人", 14)]
    Table(book, "书单", columns).write(_rows(curated(pages)))
    return FileResponse(saved(book), as_attachment=True, filename="书单.xlsx", content_type=XLSX)


def _rows(found: list[CuratedList]) -> Iterator[list[Cell]]:
    for each in found:
        page = each.page
        head = [each.title, each.kind, each.season, page.byline_author, page.byline_unit]
        head.append(str(page.standing.state.label))
        for number, listed in enumerate(each.books, start=1):
            work = listed.work
            book = [work.title if work else "", work.authors if work else ""]
            yield [*head, number, *book, listed.reason, listed.contributor]


@require_safe
@for_curators
def template_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The empty table to fill in."""
    book = new_book()
    Table(book, "书单", list(zip(COLUMNS, (28, 24, 60), strict=True))).write([])
    return FileResponse(
        saved(book), as_attachment=True, filename="书单模板.xlsx", content_type=XLSX
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_curators
def upload(request: HttpRequest) -> HttpResponseBase:
    """Make the draft of an editors' list from a table; rows with problems are told by number."""
    form = UploadForm(request.POST or None, request.FILES or None)
    problems: list[tuple[int, str, list[str]]] = []
    if form.is_valid():
        rows = form.cleaned_data["file"]
        judged = judge_rows(rows)
        if not judged.problems:
            page = _draft(request, form, judged.books)
            messages.success(request, f"草稿已经建好，共 {len(judged.books)} 本。核对后送审。")
            return redirect("editorial:edit", pk=page.pk)
        titles = {row.number: row[TITLE] for row in rows}
        problems = [(number, titles[number], texts) for number, texts in judged.problems.items()]
    context = {"form": form, "problems": problems, "page_title": "从 Excel 建书单"}
    status = 422 if form.errors or problems else 200
    return render(request, "reading/lists/upload.html", context, status=status)


def _draft(request: HttpRequest, form: UploadForm, books: list[tuple[int, str]]) -> BookListPage:
    values = {name: form.cleaned_data[name] for name in ("token", "title", "season")}
    return draft_from_rows(by=request.user, books=books, **values)

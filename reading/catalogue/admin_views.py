"""Where editors tidy the catalogue up, in the admin."""

from collections.abc import Callable
from functools import wraps
from typing import IO, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.snippets.widgets import AdminSnippetChooser

from editorial.errors import NotPossible
from editorial.forms.picking import number
from editorial.workbooks import XLSX
from people.importing.tables import read_table
from people.importing.workbook import MAX_BYTES, MAX_ROWS, RefusedWorkbookError, Row
from people.roles import Role, has_role
from reading.catalogue import columns as col
from reading.catalogue.actions import EDITORS_ONLY, approve_work, merge_works
from reading.catalogue.importing import ImportResult, check_books, import_books
from reading.catalogue.queries import LACKS, doubles, kinds_for
from reading.catalogue.workbooks import catalogue_workbook, template_workbook
from reading.models import Work

SHOWN_WAITING = 50
SHOWN_DOUBLES = 30
SHOWN_ROWS = 200


def _require_editor(request: HttpRequest) -> None:
    if not request.user.is_authenticated or not has_role(
        request.user, Role.EDITOR, Role.CHIEF_EDITOR
    ):
        raise PermissionDenied(EDITORS_ONLY)


def for_editors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 403 to everybody but editors."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _require_editor(request)
        return view(request, *args, **kwargs)

    return checked


class EditorsOnlyMixin(WagtailAdminTemplateMixin):
    """A page of the admin for editors."""

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        here = {"url": "", "label": self.page_title}
        return [*self.breadcrumbs_items, *self.above, here]

    @property
    def above(self) -> list[dict[str, str]]:
        """The page from which one comes here."""
        return [{"url": reverse("catalogue:index"), "label": CleanUpView.page_title}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _require_editor(request)
        return super().dispatch(request, *args, **kwargs)


class CleanUpView(EditorsOnlyMixin, TemplateView):
    """Proposed books first, then entries that are probably one book."""

    template_name = "reading/admin/clean_up.html"
    page_title = "书目整理"
    header_icon = "clipboard-list"
    above: list[dict[str, str]] = []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = Work.objects.filter(state=Work.State.PROPOSED).order_by("pk")
        waiting = waiting.prefetch_related("editions", "proposals__proposed_by")
        works = Work.objects.approved()
        return super().get_context_data(
            waiting=[(work, kinds_for(work)) for work in waiting[:SHOWN_WAITING]],
            waiting_count=waiting.count(),
            doubles=doubles(SHOWN_DOUBLES),
            lacking={
                LACKS[name][0]: (LACKS[name][1](works).count(), name)
                for name in ("clc", "description", "isbn")
            },
            **kwargs,
        )


@require_POST
@for_editors
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a proposed book into the catalogue."""
    work = get_object_or_404(Work, pk=pk)
    try:
        approve_work(work=work, by=request.user)
        messages.success(request, f"{work}已入目录。")
    except NotPossible as refused:
        messages.error(request, str(refused))
    return redirect("catalogue:index")


@require_POST
@for_editors
def merge(request: HttpRequest) -> HttpResponse:
    """Merge the entries of a group into the one that was chosen."""
    into = get_object_or_404(Work, pk=number(request.POST.get("into", "")) or 0)
    sent = [number(value) for value in request.POST.getlist("from")]
    others = Work.objects.filter(pk__in=[pk for pk in sent if pk]).exclude(pk=into.pk)
    if not others:
        messages.error(request, "请选两本不同的书。")
    for work in others:
        _merge(request, into, work)
    return redirect("catalogue:index")


def _merge(request: HttpRequest, into: Work, work: Work) -> bool:
    try:
        merge_works(into=into, from_=work, by=request.user)
    except NotPossible as refused:
        messages.error(request, f"{work}：{refused}")
        return False
    messages.success(request, f"{work}已并入{into}，原来的链接都指向它。")
    return True


class MergeForm(forms.Form):
    """Into which book."""

    into = forms.ModelChoiceField(
        queryset=Work.objects.exclude(state=Work.State.MERGED),
        label="并入",
        error_messages={
            "required": "请选一本书。",
            "invalid_choice": "没有这本书，请重新选择。",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].widget = AdminSnippetChooser(model=Work)


class MergeView(EditorsOnlyMixin, FormView):
    """Merge one book into another that the editor looks up."""

    form_class = MergeForm
    template_name = "reading/admin/merge.html"
    page_title = "并入另一条"
    header_icon = "clipboard-list"

    @property
    def work(self) -> Work:
        """The book that goes."""
        living = Work.objects.exclude(state=Work.State.MERGED)
        return get_object_or_404(living, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(work=self.work, media=self.get_form().media, **kwargs)

    def form_valid(self, form: MergeForm) -> HttpResponse:
        if _merge(self.request, form.cleaned_data["into"], self.work):
            return redirect("catalogue:index")
        return self.render_to_response(self.get_context_data(form=form), status=409)

    def form_invalid(self, form: MergeForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ImportForm(forms.Form):
    """A table of books."""

    file = forms.FileField(
        label="Excel 或 CSV 文件",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=f".xlsx 或 .csv（UTF-8、GBK 都可以），最大 {MAX_BYTES // 1024**2} MB、"
        f"{MAX_ROWS} 行。",
        error_messages={"required": "请选择文件。", "empty": "文件是空的。"},
    )
    classics = forms.BooleanField(label="这是教育名著书目：列出的书都标为教育名著", required=False)

    def clean(self) -> dict[str, Any]:
        """Read the table; what cannot be read is an error of the field."""
        cleaned: dict[str, Any] = super().clean() or {}
        if file := cleaned.get("file"):
            try:
                cleaned["rows"] = read_table(
                    file,
                    file.name,
                    columns=col.EXPORTED,
                    required=col.REQUIRED,
                    longest=col.LONGEST_CELL,
                )
            except RefusedWorkbookError as refused:
                self.add_error("file", str(refused))
        return cleaned


class ImportView(EditorsOnlyMixin, FormView):
    """Check a table, or import it."""

    form_class = ImportForm
    template_name = "reading/admin/import.html"
    page_title = "导入书目"
    header_icon = "upload"

    def form_valid(self, form: ImportForm) -> HttpResponse:
        rows: list[Row] = form.cleaned_data["rows"]
        act = import_books if "import" in self.request.POST else check_books
        result = act(rows, by=self.request.user, classics=form.cleaned_data["classics"])
        lines = _lines(rows, result)
        context = self.get_context_data(
            form=form,
            result=result,
            is_stored=act is import_books and result.is_ok,
            lines=lines[:SHOWN_ROWS],
            hidden_lines=max(0, len(lines) - SHOWN_ROWS),
        )
        return self.render_to_response(context, status=200 if result.is_ok else 422)

    def form_invalid(self, form: ImportForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(template_url=reverse("catalogue:template"), **kwargs)


def _lines(rows: list[Row], result: ImportResult) -> list[dict[str, Any]]:
    """Return the rows with problems; without any, those that an editor should look at."""
    texts = result.problems or {number: [text] for number, text in result.remarks.items()}
    return [
        {"number": row.number, "title": row[col.TITLE], "texts": texts[row.number]}
        for row in rows
        if row.number in texts
    ]


@require_safe
@for_editors
def template(request: HttpRequest) -> HttpResponse:
    """Hand out the empty workbook."""
    return _download(template_workbook(), "书目模板.xlsx")


@require_safe
@for_editors
def export(request: HttpRequest) -> HttpResponse:
    """Hand out the catalogue, or the list of classics (``?classics=1``)."""
    classics = request.GET.get("classics") == "1"
    name = "教育名著书目.xlsx" if classics else "书目.xlsx"
    return _download(catalogue_workbook(classics=classics), name)


def _download(file: IO[bytes], name: str) -> HttpResponse:
    response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    response["Cache-Control"] = "no-store"
    return response

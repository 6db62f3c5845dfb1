"""Import, template and download of word lists in the admin, for site administrators."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.generic import FormView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from editorial.models import WordList
from editorial.words.actions import check_words, import_words
from editorial.words.forms import ImportForm
from editorial.words.rows import WORD, ImportResult, Row
from editorial.words.workbook import template_workbook, words_workbook
from people.permissions import is_site_admin

_SHOWN_ROWS = 200
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SiteAdminOnlyMixin:
    """Answer 403 to everybody but site administrators."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated or not is_site_admin(request.user):
            raise PermissionDenied("只有站点管理员可以管理词表。")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ImportView(SiteAdminOnlyMixin, WagtailAdminTemplateMixin, FormView):
    """Check a workbook, or import it."""

    form_class = ImportForm
    template_name = "editorial/words/import.html"
    page_title = "导入词表"
    header_icon = "upload"
    _show_breadcrumbs = False

    def form_valid(self, form: ImportForm) -> HttpResponse:
        rows: list[Row] = form.cleaned_data["rows"]
        act = import_words if "import" in self.request.POST else check_words
        result = act(by=self.request.user, list_name=form.cleaned_data["list_name"], rows=rows)
        context = self.get_context_data(
            form=form,
            result=result,
            is_stored=act is import_words and result.is_ok,
            lines=_lines(rows, result),
            hidden_lines=max(0, len(result.problems or result.updated) - _SHOWN_ROWS),
        )
        return self.render_to_response(context, status=200 if result.is_ok else 422)

    def form_invalid(self, form: ImportForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        template_url = reverse("word_import:template")
        lists = WordList.objects.all()
        return super().get_context_data(template_url=template_url, lists=lists, **kwargs)


def _lines(rows: list[Row], result: ImportResult) -> list[dict[str, Any]]:
    """Return the rows with problems; without any, those that change a stored word."""
    by_number = {row.number: row for row in rows}
    texts = result.problems or {
        number: ["已有这个词，会改成这一行的内容。"] for number in result.updated
    }
    return [
        {"number": number, "word": by_number[number][WORD], "texts": texts[number]}
        for number in sorted(texts)[:_SHOWN_ROWS]
    ]


class TemplateView(SiteAdminOnlyMixin, View):
    """Hand out the empty workbook."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return _download(template_workbook(), "词表模板.xlsx")


class DownloadView(SiteAdminOnlyMixin, View):
    """Hand out the words of a list, in the columns of the template."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        word_list = get_object_or_404(WordList, pk=pk)
        return _download(words_workbook(word_list), f"{word_list.name}.xlsx")


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=_XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "no-store"
    return response

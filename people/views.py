"""Import of people in the admin, for site administrators."""

import io
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.generic import FormView, View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from people import importing
from people.importing import columns as col
from people.importing.storing import CREATED, UNCHANGED, UPDATED
from people.permissions import is_site_admin

if TYPE_CHECKING:
    from openpyxl import Workbook

# What a request can bear: 1,000 initial passwords take some four seconds to hash.
MAX_WEB_ROWS = 1_000
_SHOWN_PROBLEMS = 200
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportForm(forms.Form):
    file = forms.FileField(
        label="Excel 文件",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text=f"用模板填写的 .xlsx，最大 5 MB、{MAX_WEB_ROWS} 行；更多请由运维用命令行导入。",
        error_messages={"required": "请选择文件。", "empty": "文件是空的。"},
    )

    def clean(self) -> dict[str, Any]:
        """Read the workbook; what cannot be read is an error of the field."""
        data = super().clean() or {}
        if file := data.get("file"):
            try:
                data["sheets"] = importing.read_workbook(file, file.name, max_rows=MAX_WEB_ROWS)
            except importing.RefusedWorkbookError as error:
                self.add_error("file", str(error))
        return data


class SiteAdminOnlyMixin:
    """Answer 403 to everybody but site administrators."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated or not is_site_admin(request.user):
            raise PermissionDenied("只有站点管理员可以导入人员。")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ImportView(SiteAdminOnlyMixin, WagtailAdminTemplateMixin, FormView):
    """Check a workbook, or import it and hand back the report with the initial passwords."""

    form_class = ImportForm
    template_name = "people/admin/import.html"
    page_title = "导入人员"
    header_icon = "upload"
    _show_breadcrumbs = False

    def form_valid(self, form: ImportForm) -> HttpResponse:
        sheets = form.cleaned_data["sheets"]
        result = importing.check_import(sheets, by=self.request.user)
        if "import" not in self.request.POST or not result.ok:
            return self._show(form, result)
        passwords = importing.draw_passwords(result)
        result = importing.store_import(sheets, initial_passwords=passwords, by=self.request.user)
        if not result.ok:
            return self._show(form, result)
        stamp = f"{timezone.localtime():%Y%m%d-%H%M}"
        return _download(
            importing.report_workbook(sheets, result, passwords), f"import-{stamp}.xlsx"
        )

    def _show(self, form: ImportForm, result: importing.ImportResult) -> HttpResponse:
        problems = [
            {"sheet": sheet, "row": row, "texts": texts}
            for (sheet, row), texts in sorted(result.problems.items())
        ]
        counts = [
            {"sheet": sheet, "outcome": outcome, "count": result.count(sheet, outcome)}
            for sheet in (col.UNITS_SHEET, col.PEOPLE_SHEET)
            for outcome in (CREATED, UPDATED, UNCHANGED)
        ]
        context = self.get_context_data(
            form=form,
            checked=True,
            ok=result.ok,
            counts=[line for line in counts if line["count"]],
            problems=problems[:_SHOWN_PROBLEMS],
            hidden_problems=max(0, len(problems) - _SHOWN_PROBLEMS),
        )
        return self.render_to_response(context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        template_url = reverse("people_import:template")
        return super().get_context_data(template_url=template_url, **kwargs)


class TemplateView(SiteAdminOnlyMixin, View):
    """Hand out the empty workbook."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return _download(importing.template_workbook(), "people-template.xlsx")


class _ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and is_site_admin(request.user)


class ImportViewSet(ViewSet):
    name = "people_import"
    url_prefix = "people-import"
    icon = "upload"
    menu_label = "导入人员"
    menu_item_class = _ImportMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", ImportView.as_view(), name="index"),
            path("template/", TemplateView.as_view(), name="template"),
        ]


def _download(book: "Workbook", name: str) -> HttpResponse:
    buffer = io.BytesIO()
    book.save(buffer)
    response = HttpResponse(buffer.getvalue(), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    # The report holds phone numbers and passwords.
    response["Cache-Control"] = "no-store"
    return response

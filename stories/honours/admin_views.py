"""What editors and chief editors do with the register beside writing entries, in the admin."""

from typing import IO, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from editorial.errors import NotPossible
from editorial.workbooks import XLSX
from people.importing.tables import read_table
from people.importing.workbook import MAX_BYTES, MAX_ROWS, RefusedWorkbookError, Row
from people.roles import Role, has_role
from stories.admin_views import ActionView, RegisterView
from stories.honours import columns as col
from stories.honours.actions import join_honours, restore, revoke
from stories.honours.importing import ImportResult, check_honours, import_honours
from stories.honours.queries import stories_naming
from stories.honours.workbooks import register_workbook, template_workbook
from stories.models import Honour
from stories.portraits.actions import KEEPERS

SHOWN_ROWS = 200


class HonoursView(RegisterView):
    """A page about the register of honours."""

    refusal = "只有编辑可以整理荣誉名录。"
    header_icon = "list-ol"
    list_name = "wagtailsnippets_stories_honour:list"
    list_label = "荣誉名录"


class HonourActionView(ActionView, HonoursView):
    """One thing to do with one honour."""

    template_name = "stories/admin/honour_action.html"
    entries = Honour.objects.select_related("holder__unit")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        events = self.entry.events.select_related("by")
        return super().get_context_data(honour=self.entry, events=events, **kwargs)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明理由。"},
    )


class RevokeForm(ReasonForm):
    """Why, since when, by which document."""

    on = forms.DateField(
        label="撤销日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="决定撤销的日期；留空就是今天。",
        error_messages={"invalid": "请写成 2025-09-10 这样的日期。"},
    )
    document_number = forms.CharField(label="撤销文号", max_length=60, required=False)


class RevokeView(HonourActionView):
    form_class = RevokeForm
    roles = (Role.CHIEF_EDITOR,)
    refusal = "只有总编可以撤销荣誉。"
    page_title = button = "撤销荣誉"
    explanation = (
        "撤销以后，人物页、故事、荣誉名录、搜索引擎读的数据和分享文字里立刻都没有这项荣誉；"
        "经过留在记录里，不能删除。"
    )
    done = "已撤销：{entry}。"

    def act(self, data: dict[str, Any]) -> None:
        revoke(honour_id=self.entry.pk, by=self.request.user, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(stories=stories_naming(self.entry), **kwargs)


class RestoreView(HonourActionView):
    form_class = ReasonForm
    roles = (Role.CHIEF_EDITOR,)
    refusal = "只有总编可以恢复荣誉。"
    page_title = button = "恢复荣誉"
    explanation = "只在撤销有误时恢复。两次经过都留在记录里。"
    done = "已恢复：{entry}。"

    def act(self, data: dict[str, Any]) -> None:
        restore(honour_id=self.entry.pk, by=self.request.user, **data)


class JoinForm(forms.Form):
    """Into which honour of the same person."""

    into = forms.ModelChoiceField(
        label="并入",
        queryset=None,
        error_messages={
            "required": "请选一项荣誉。",
            "invalid_choice": "请选这位老师的另一项荣誉。",
        },
    )

    def __init__(self, *args: Any, honour: Honour, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = honour.holder.honours.exclude(pk=honour.pk)
        self.fields["into"].queryset = others.newest_first()


class JoinView(HonourActionView):
    form_class = JoinForm
    page_title = button = "并入另一项"
    explanation = "稿件里的写法和名录里的不一样、说的是同一项时用。稿件从此跟着名录里的那一项。"
    done = "已并入。"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"honour": self.entry}

    def act(self, data: dict[str, Any]) -> None:
        join_honours(honour_id=self.entry.pk, into_id=data["into"].pk, by=self.request.user)


class ImportForm(forms.Form):
    """A table of honours."""

    file = forms.FileField(
        label="Excel 或 CSV 文件",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=f".xlsx 或 .csv（UTF-8、GBK 都可以），最大 {MAX_BYTES // 1024**2} MB、"
        f"{MAX_ROWS} 行。",
        error_messages={"required": "请选择文件。", "empty": "文件是空的。"},
    )

    def clean(self) -> dict[str, Any]:
        """Read the table; what cannot be read is an error of the field."""
        cleaned: dict[str, Any] = super().clean() or {}
        if file := cleaned.get("file"):
            try:
                cleaned["rows"] = read_table(
                    file,
                    file.name,
                    columns=col.KNOWN,
                    required=col.REQUIRED,
                    longest=col.LONGEST_CELL,
                )
            except RefusedWorkbookError as refused:
                self.add_error("file", str(refused))
        return cleaned


class ImportView(HonoursView):
    """Check a table, or import it."""

    form_class = ImportForm
    template_name = "stories/admin/import.html"
    page_title = "导入荣誉"
    header_icon = "upload"

    def form_valid(self, form: ImportForm) -> HttpResponse:
        rows: list[Row] = form.cleaned_data["rows"]
        act = import_honours if "import" in self.request.POST else check_honours
        result = act(rows, by=self.request.user)
        lines = _lines(rows, result)
        context = self.get_context_data(
            form=form,
            result=result,
            is_stored=act is import_honours and result.is_ok,
            lines=lines[:SHOWN_ROWS],
            hidden_lines=max(0, len(lines) - SHOWN_ROWS),
        )
        return self.render_to_response(context, status=200 if result.is_ok else 422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        template_url = reverse("honour_register:template")
        return super().get_context_data(template_url=template_url, **kwargs)


def _lines(rows: list[Row], result: ImportResult) -> list[dict[str, Any]]:
    return [
        {
            "number": row.number,
            "title": f"{row[col.NAME]} {row[col.TITLE]}".strip(),
            "texts": result.problems[row.number],
        }
        for row in rows
        if row.number in result.problems
    ]


class ExportForm(forms.Form):
    """What for."""

    reason = forms.CharField(
        label="用途", max_length=200, error_messages={"required": "请写明导出的用途。"}
    )


class ExportView(HonoursView):
    """Take the register out of the house; the reason is noted."""

    form_class = ExportForm
    template_name = "stories/admin/export.html"
    page_title = "导出荣誉名录"
    header_icon = "download"

    def form_valid(self, form: ExportForm) -> HttpResponseBase:
        try:
            book = register_workbook(by=self.request.user, reason=form.cleaned_data["reason"])
        except NotPossible as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        return _download(book, "荣誉名录.xlsx")


@require_safe
def template(request: HttpRequest) -> HttpResponseBase:
    """Hand out the empty workbook."""
    if not has_role(request.user, *KEEPERS):
        raise PermissionDenied(HonoursView.refusal)
    return _download(template_workbook(), "荣誉名录模板.xlsx")


def _download(file: IO[bytes], name: str) -> HttpResponseBase:
    response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    response["Cache-Control"] = "no-store"
    return response

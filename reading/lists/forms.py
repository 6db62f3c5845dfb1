"""The editors' forms of lists."""

import uuid
from typing import Any

from django import forms

from editorial.forms import TextField
from people.importing.tables import read_table
from people.importing.workbook import RefusedWorkbookError, Row
from reading.lists.rows import MOST_ROWS, missing_columns
from reading.models import BookListPage


class KindForm(forms.Form):
    """Which lists to show."""

    kind = forms.ChoiceField(
        label="类型", required=False, choices=[("", "全部"), *BookListPage.ListKind.choices]
    )


class UploadForm(forms.Form):
    """A table of books that becomes the draft of an editors' list."""

    use_required_attribute = False

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    title = TextField(
        label="书单题目",
        max_length=100,
        required=True,
        error_messages={"required": "请填写题目。"},
    )
    season = TextField(
        label="哪一季",
        max_length=20,
        required=True,
        help_text="例如：2026年冬。",
        error_messages={"required": "请写明是哪一季。"},
    )
    file = forms.FileField(
        label="Excel 文件",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=f"第一行写列名：书名、作者、理由；每行一本，最多 {MOST_ROWS} 本。",
        error_messages={"required": "请选择文件。", "empty": "文件是空的。"},
    )

    def clean_token(self) -> uuid.UUID:
        """A form without its number is a new one."""
        return self.cleaned_data["token"] or uuid.uuid4()

    def clean_file(self) -> list[Row]:
        """Return the rows of the file."""
        file = self.cleaned_data["file"]
        try:
            rows = read_table(file, file.name, most_rows=MOST_ROWS)
        except RefusedWorkbookError as refused:
            raise forms.ValidationError(str(refused)) from refused
        if missing := missing_columns(rows):
            raise forms.ValidationError(f"第 1 行缺少列：{'、'.join(missing)}。")
        return rows

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"token": uuid.uuid4()})
        super().__init__(*args, **kwargs)

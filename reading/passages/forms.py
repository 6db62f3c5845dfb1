"""Forms about passages, public and in the admin."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from people.importing.workbook import MAX_BYTES
from reading.passages.workbooks import MOST_ROWS, read_passages


class AimForm(forms.Form):
    """How many days a week a reader means to read."""

    weekly_aim = forms.TypedChoiceField(
        label="每周想读几天",
        coerce=int,
        choices=[(number, f"{number} 天") for number in range(1, 8)],
        help_text="放假和休息的日子会自动减下来。随时可以改。",
        error_messages={
            "required": "请选一个天数。",
            "invalid_choice": "每周的目标是 1 到 7 天。",
        },
    )


class DayForm(forms.Form):
    """One day."""

    day = forms.DateField(
        label="日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选日期。", "invalid": "日期要写成 2025-09-10 的样子。"},
    )


class MoveForm(forms.Form):
    """Where a day's passage goes."""

    to = forms.DateField(
        label="移到",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="那一天已有读段的，两天互换。",
        error_messages={"required": "请选日期。", "invalid": "日期要写成 2025-09-10 的样子。"},
    )


class FillForm(forms.Form):
    """The days whose gaps are filled."""

    first = forms.DateField(
        label="从",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选开始日期。", "invalid": "日期不对。"},
    )
    last = forms.DateField(
        label="到",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选结束日期。", "invalid": "日期不对。"},
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("last", "结束日期不能早于开始日期。")
        return cleaned


class ImportForm(forms.Form):
    """A table of passages."""

    file = forms.FileField(
        label="文件",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=(
            f".xlsx 或 .csv（UTF-8 或 GBK），最大 {MAX_BYTES // 1024**2} MB、{MOST_ROWS} 行。"
        ),
        error_messages={"required": "请选择文件。", "empty": "文件是空的。"},
    )

    def clean(self) -> dict[str, Any]:
        """Read the table; what cannot be read is an error of the field."""
        cleaned: dict[str, Any] = super().clean() or {}
        if file := cleaned.get("file"):
            try:
                cleaned["rows"] = read_passages(file)
            except ValidationError as error:
                self.add_error("file", error)
        return cleaned

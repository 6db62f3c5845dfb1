"""The forms of class hours."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from editorial.forms import DayField, TextField


def _day(label: str) -> DayField:
    field = DayField(label=label)
    field.required = True
    field.error_messages["required"] = "请填写日期。"
    return field


def school_year_start(today: date) -> date:
    """Return the first of September before a day: what the form begins with, no rule."""
    year = today.year if today.month >= 9 else today.year - 1
    return date(year, 9, 1)


class ExportForm(forms.Form):
    """Which hours to take out, and what for."""

    use_required_attribute = False

    since = _day("从")
    until = _day("到")
    reason = TextField(
        label="用途",
        max_length=200,
        required=True,
        help_text="会记入导出记录，例如：录入官方学时系统。",
        error_messages={"required": "请写明用途。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = timezone.localdate()
        initial = {"since": school_year_start(today), "until": today}
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "结束日期不能早于开始日期。")
        return cleaned

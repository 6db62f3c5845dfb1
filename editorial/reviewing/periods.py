"""Periods that a chief editor asks for."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from editorial.enums import Verdict
from editorial.queries import submission_types

DEFAULT_DAYS = 90
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
LONGEST_REPORT_DAYS = 366


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[
            MinValueValidator(EARLIEST, f"最早到 {EARLIEST}。"),
            MaxValueValidator(LATEST, f"最晚到 {LATEST}。"),
        ],
        error_messages={"required": "请选日期。", "invalid": "请写成 2025-09-10 的样子。"},
    )


class PeriodForm(forms.Form):
    """A first and a last day, both included; without any, the last 90 days."""

    start = _day("从")
    end = _day("到")
    longest_days: int | None = None

    @classmethod
    def asked(cls, data: Any) -> "PeriodForm":
        """Return the form for an address: bound to its parameters over the default period."""
        values = default_period() | {name: data[name] for name in cls.base_fields if name in data}
        return cls(values)

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first, and not too long after it."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", "结束日期不能早于开始日期。")
        elif start and end and self.longest_days and (end - start).days >= self.longest_days:
            self.add_error("end", f"一次最多看 {self.longest_days} 天。")
        return cleaned


class ReportForm(PeriodForm):
    """The period of the report."""

    longest_days = LONGEST_REPORT_DAYS


class RecordFilterForm(PeriodForm):
    """Which decisions to list."""

    kind = forms.ChoiceField(label="类别", required=False)
    verdict = forms.ChoiceField(
        label="结果", required=False, choices=[("", "全部"), *Verdict.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind, model._meta.verbose_name) for kind, model in submission_types().items()]
        self.fields["kind"].choices = [("", "全部"), *kinds]


class ExportForm(PeriodForm):
    """Which period to export, and what for."""

    reason = forms.CharField(
        label="用途",
        max_length=200,
        strip=True,
        help_text="会和您的姓名、时间一起记下来。",
        error_messages={"required": "请写明导出的用途。"},
    )


def default_period() -> dict[str, date]:
    """Return the last 90 days, today included."""
    today = timezone.localdate()
    return {"start": today - timedelta(days=DEFAULT_DAYS - 1), "end": today}

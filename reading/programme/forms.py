"""Forms of the programme on the desk."""

from typing import Any

from django import forms
from django.db.models import Q

from people.models import User
from reading.models import ReadingRecord, Work
from reading.models.catalogue import WorkKind
from reading.models.programme import Correction, Period, ReadingYear
from reading.models.records import OPEN_STATES
from reading.programme.actions import LONGEST_REASON
from reading.programme.queries import periods_of
from reading.programme.words import NAMES

SLOTS = [(kind.value, NAMES[kind]) for kind in NAMES]


class PlanForm(forms.Form):
    """A book of the own shelf for the plan of a year.

    Args:
        asked: the number of one more book, which need not be on the shelf.
    """

    work = forms.ModelChoiceField(
        label="书",
        queryset=Work.objects.none(),
        empty_label="从书架上选一本",
        error_messages={
            "required": "请选一本书。",
            "invalid_choice": "这本书不在您的书架上，请先在书的页面点“想读”。",
        },
    )
    slot = forms.ChoiceField(label="打算算作", choices=SLOTS)
    period = forms.ModelChoiceField(
        label="打算何时读", queryset=Period.objects.none(), required=False, empty_label="没想好"
    )

    def __init__(
        self, *args: Any, reader: User, year: ReadingYear, stage: str, asked: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        on_shelf = ReadingRecord.objects.of(reader).filter(state__in=OPEN_STATES)
        chosen = Q(pk__in=on_shelf.values("work")) | Q(pk=asked)
        works = Work.objects.usable_by(reader).filter(chosen).order_by("title")
        self.fields["work"].queryset = works  # type: ignore[attr-defined]
        self.fields["period"].queryset = periods_of(year, stage)  # type: ignore[attr-defined]


class CorrectionForm(forms.Form):
    """Where a book counts instead, and why."""

    slot = forms.ChoiceField(
        label="改为",
        choices=Correction.SLOTS,
        widget=forms.RadioSelect,
        error_messages={"required": "请选改为什么。", "invalid_choice": "请选列出的一项。"},
    )
    reason = forms.CharField(
        label="理由",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="老师会收到通知，并看到这段话和您的姓名。",
        error_messages={
            "required": "请写明理由，老师会看到。",
            "max_length": f"理由最多 {LONGEST_REASON} 字。",
        },
    )


class SummaryForm(forms.Form):
    """Which year and which term or holiday to sum up; read from the address."""

    year = forms.ModelChoiceField(label="年度", queryset=ReadingYear.objects.none())
    period = forms.ModelChoiceField(
        label="学期或假期", queryset=Period.objects.none(), required=False, empty_label="全年"
    )

    def __init__(self, data: Any, *, years: Any, year: ReadingYear, stage: str) -> None:
        super().__init__(data)
        self.fields["year"].queryset = years  # type: ignore[attr-defined]
        self.fields["period"].queryset = periods_of(year, stage or None)  # type: ignore[attr-defined]


class ExportForm(forms.Form):
    """What the file is for."""

    reason = forms.CharField(
        label="用途",
        max_length=LONGEST_REASON,
        help_text="会和您的姓名、时间一起记下来。",
        error_messages={
            "required": "请写明导出的用途。",
            "max_length": f"用途最多 {LONGEST_REASON} 字。",
        },
    )
    with_names = forms.BooleanField(label="附教师名单", required=False)
    form = forms.ChoiceField(
        label="格式",
        choices=[("xlsx", "Excel"), ("pdf", "PDF（A4）")],
        initial="xlsx",
        error_messages={"required": "请选格式。", "invalid_choice": "请选列出的格式。"},
    )


def kind_or_none(value: str) -> WorkKind | None:
    """Return the kind that a button sent, or nothing."""
    return WorkKind(value) if value in WorkKind.values else None

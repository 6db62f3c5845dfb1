"""The rows of sessions in the form of an event."""

import uuid
from decimal import Decimal
from typing import Any

from django import forms

from editorial.forms import MomentField, RowForm, RowFormSet, TextField
from forums.models import EventSession

QUARTERS = 4
NEW = uuid.UUID("5d0f6a52-6d5e-4c3c-9a3e-0d4c6a0b7f11")
MOST_HOURS = 24


class SessionForm(RowForm):
    """One session; ``key`` says which one it was before."""

    needed = ("title",)
    marked = ("starts_at", "ends_at")
    lacking = "请填写场次的名称，或移除这一行。"

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = TextField(label="场次", max_length=120, help_text="例如：上午场，分会场一。")
    room = TextField(label="会场", max_length=60)
    starts_at = MomentField(label="开始时间")
    ends_at = MomentField(label="结束时间")
    speaker_names = TextField(label="主讲", max_length=120)
    hours = forms.DecimalField(
        label="拟认定学时",
        required=False,
        min_value=0,
        max_value=MOST_HOURS,
        help_text="以 0.25 为一档，没有就空着。",
        widget=forms.NumberInput(attrs={"step": "0.25", "inputmode": "decimal"}),
        error_messages={
            "invalid": "学时请填数字，例如 1.5。",
            "min_value": "学时不能小于 0。",
            "max_value": f"一场最多 {MOST_HOURS} 学时。",
        },
    )
    hours_basis = TextField(label="学时依据", max_length=200, help_text="文件名称和文号。")

    @property
    def is_blank(self) -> bool:
        """Whether nothing was entered; the key alone is nothing."""
        return not any(value for name, value in self.values.items() if name != "key")

    def clean_hours(self) -> Decimal | None:
        """Hours come in quarters."""
        hours = self.cleaned_data["hours"]
        if hours is not None and hours * QUARTERS % 1:
            raise forms.ValidationError("学时以 0.25 为一档，例如 0.5、1.25。")
        return hours

    def check(self, cleaned: dict[str, Any]) -> None:
        """A session has a name and ends after it began; hours have a basis."""
        super().check(cleaned)
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", "结束时间要晚于开始时间。")
        if cleaned.get("hours") and not cleaned.get("hours_basis"):
            self.add_error("hours_basis", "有学时，请写明依据。")


class SessionFormSet(RowFormSet):
    """The sessions; each stays the row that it was, wherever it is moved."""

    title = "场次"
    noun = "个场次"
    relation = "sessions"
    model = EventSession

    @classmethod
    def initial_of(cls, page: Any) -> list[dict[str, Any]]:
        """Return the sessions with their hours."""
        names = [name for name in cls.form.base_fields if name != "hours"]
        return [
            {name: getattr(row, name) for name in names}
            | {"hours": Decimal(row.planned_quarters) / QUARTERS if row.planned_quarters else None}
            for row in page.sessions.all()
        ]

    def write(self, page: Any) -> None:
        """Put the rows into the page's sessions, found again by their key."""
        present = {row.key: row for row in page.sessions.all()}
        sessions = []
        for number, form in enumerate(self.filled):
            values = dict(form.values)
            key, hours = values.pop("key"), values.pop("hours")
            # A form sent twice names the same new session twice.
            new = uuid.uuid5(NEW, f"{number} {values['title']} {values['starts_at']}")
            session = present.pop(key or new, None) or EventSession(key=key or new)
            for name, value in values.items():
                setattr(session, name, value)
            session.planned_quarters = int((hours or 0) * QUARTERS)
            session.sort_order = number
            sessions.append(session)
        page.sessions.set(sessions)

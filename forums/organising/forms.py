"""How the organiser sets registration up."""

from typing import Any

from django import forms
from django.http import QueryDict

from editorial.forms import MomentField, RowForm, RowFormSet, TextField, choice_field, rows_of
from forums.models import Admission, Question
from forums.registration.actions import Asked, Kept
from people.models import Unit

MOST_KEPT, MOST_QUESTIONS = 60, 10
WHOLE = {
    "invalid": "请填整数。",
    "required": "请填写。",
    "min_value": "不能小于 %(limit_value)s。",
    "max_value": "不能大于 %(limit_value)s。",
}


def _number(label: str, least: int, most: int, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, error_messages=WHOLE, **kwargs
    )


class AdmissionForm(forms.Form):
    """Seats and times."""

    use_required_attribute = False

    state = forms.ChoiceField(
        label="报名",
        choices=[
            (state.value, state.label)
            for state in Admission.State
            if state != Admission.State.CALLED_OFF
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "请选一项。", "invalid_choice": "请从几项里选一项。"},
    )
    capacity = _number(
        "名额", 1, 100_000, required=False, help_text="空着表示不限人数，来的都有位子。"
    )
    opens_at = MomentField(label="报名开始", help_text="空着表示现在就开始。")
    closes_at = MomentField(label="报名截止", help_text="空着表示到活动开始为止。")
    needs_approval = forms.BooleanField(label="报名要由主办人审核", required=False)
    offer_hours = _number("候补保留（小时）", 1, 240, help_text="名额空出来，给下一位留多久。")
    confirm_hours_before = _number(
        "开始前多少小时须确认", 0, 720, help_text="没有确认的名额让给候补；填 0 不用确认。"
    )
    online_link = TextField(
        label="线上参加的网址", max_length=500, help_text="只有报名成功的老师看得到。"
    )
    online_note = TextField(label="会议号、密码等", max_length=200)

    def clean_online_link(self) -> str:
        """An address that a browser opens."""
        link: str = self.cleaned_data["online_link"]
        if link and not link.startswith(("https://", "http://")):
            raise forms.ValidationError("请填完整的网址，以 http:// 或 https:// 开头。")
        return forms.URLField(
            required=False,
            assume_scheme="https",
            error_messages={"invalid": "请填完整的网址，以 http:// 或 https:// 开头。"},
        ).clean(link)


class KeptForm(RowForm):
    """Seats kept for one unit."""

    needed = ("unit", "seats", "release_at")
    lacking = "单位、名额和放开时间都要写，或移除这一行。"

    unit = forms.TypedChoiceField(
        label="单位",
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": "请从列出的单位里选一个。"},
    )
    seats = _number("名额", 1, 100_000, required=False)
    release_at = MomentField(label="没用完的何时放开")

    def __init__(self, *args: Any, units: dict[int, Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(pk, unit.indented_name) for pk, unit in units.items()]
        self.units, self.fields["unit"].choices = units, [("", "请选择"), *names]


class KeptFormSet(RowFormSet):
    """Seats kept for units."""

    title, noun = "留给单位的名额", "个单位"

    @property
    def kept(self) -> list[Kept]:
        """The rows, in the order in which they stand."""
        return [
            Kept(form.units[form.values["unit"]], form.values["seats"], form.values["release_at"])
            for form in self.filled
        ]


class QuestionForm(RowForm):
    """One question."""

    needed = ("label",)
    lacking = "请写下问题，或移除这一行。"

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    label = TextField(label="问题", max_length=100)
    kind = choice_field("怎样回答", Question.Kind.choices)
    options = TextField(label="选项", max_length=300, help_text="“选一项”才填，用逗号隔开。")
    is_required = forms.BooleanField(label="必须回答", required=False)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was entered; which question it was is nothing."""
        return not any(value for name, value in self.values.items() if name != "pk")

    def check(self, cleaned: dict[str, Any]) -> None:
        """A choice needs at least two options."""
        super().check(cleaned)
        words = cleaned.get("options", "").replace("，", ",").replace("、", ",").split(",")
        if (
            cleaned.get("kind") == Question.Kind.CHOICE
            and len({w.strip() for w in words} - {""}) < 2
        ):
            self.add_error("options", "请至少写两个选项，用逗号隔开。")


class QuestionFormSet(RowFormSet):
    """The organiser's questions."""

    title, noun = "报名时要问的", "个问题"

    @property
    def asked(self) -> list[Asked]:
        """The rows, in the order in which they stand."""
        return [
            Asked(
                label=form.values["label"],
                kind=form.values["kind"] or Question.Kind.LINE,
                options=form.values["options"],
                is_required=form.values["is_required"],
                pk=form.values["pk"],
            )
            for form in self.filled
        ]


KEPT_ROWS = rows_of(KeptForm, KeptFormSet, most=MOST_KEPT)
QUESTION_ROWS = rows_of(QuestionForm, QuestionFormSet, most=MOST_QUESTIONS)


class Settings:
    """The whole page: form and rows together."""

    def __init__(self, admission: Admission, data: QueryDict | None = None) -> None:
        initial = {name: getattr(admission, name) for name in AdmissionForm.base_fields}
        self.form = AdmissionForm(data, initial=initial)
        kept = list(admission.unit_seats.select_related("unit")) if admission.pk else []
        asked = admission.questions.filter(retired_at=None) if admission.pk else []
        # Read once for all rows.
        units = {unit.pk: unit for unit in Unit.objects.filter(is_active=True).order_by("path")}
        units |= {row.unit_id: row.unit for row in kept}
        self.kept = KEPT_ROWS(
            data,
            prefix="kept",
            initial=[
                {"unit": row.unit_id, "seats": row.seats, "release_at": row.release_at}
                for row in kept
            ],
            form_kwargs={"units": units},
        )
        self.questions = QUESTION_ROWS(data, prefix="questions", initial=_of(asked, QuestionForm))

    def is_valid(self) -> bool:
        """Whether everything can be stored; asks all parts, so that all mistakes show."""
        answers = [part.is_valid() for part in (self.form, self.kept, self.questions)]
        return all(answers)

    def add_errors(self, problems: dict[str, list[str]]) -> None:
        """Show what the action refused beside its field."""
        for name, texts in problems.items():
            if name == "kept":
                self.kept.problems += texts
            else:
                self.form.add_error(name if name in self.form.fields else None, texts)

    @property
    def has_errors(self) -> bool:
        """Whether any part was refused."""
        parts = (self.kept, self.questions)
        return bool(self.form.errors) or any(part.messages() for part in parts)


def _of(rows: Any, form: type[forms.Form]) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in form.base_fields} for row in rows]


class DecideForm(forms.Form):
    """Whom to let in, or not."""

    chosen = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={"required": "请先选人。", "invalid_choice": "名单变了，请重选。"},
    )
    reason = TextField(label="不通过的理由", max_length=200)

    def __init__(self, *args: Any, pending: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [(pk, pk) for pk in pending]


class ExportForm(forms.Form):
    """Why a list with names leaves the site."""

    use_required_attribute = False
    reason = TextField(
        label="用途",
        max_length=200,
        required=True,
        help_text="导出会留下记录，例如：安排座位、打印签到表。",
        error_messages={"required": "请写明导出的用途。"},
    )

"""The forms of entrants and jurors."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import escape

from editorial.forms import TextField, paragraph_field
from forums.contests.rules import plain
from forums.models import ContestGroup, Criterion, Objection
from people.models import User

NAMES_PUBLIC = "同意获奖后公布我的姓名和单位"
WORK_PUBLIC = "同意获奖后公开作品文件"


class ConsentForm(forms.Form):
    """What the entrant agrees to; can be taken back at any time."""

    use_required_attribute = False

    names_public = forms.BooleanField(label=NAMES_PUBLIC, required=False)
    work_public = forms.BooleanField(label=WORK_PUBLIC, required=False)


class EnterForm(ConsentForm):
    """A new entry; its files follow on the next page."""

    group = forms.TypedChoiceField(
        label="参赛组",
        coerce=int,
        error_messages={
            "required": "请选参赛的组。",
            "invalid_choice": "请从列出的组里选一个。",
        },
    )
    title = TextField(
        label="作品名称",
        max_length=100,
        required=True,
        help_text="评委会看到，不要写姓名和单位。",
        error_messages={"required": "请写作品名称。"},
    )
    field_order = ("group", "title", "names_public", "work_public")

    def __init__(self, *args: Any, groups: list[ContestGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [
            ("", "请选择"),
            *((group.pk, group.title) for group in groups),
        ]


class TitleForm(forms.Form):
    """Another title."""

    use_required_attribute = False
    title = TextField(
        label="作品名称",
        max_length=100,
        required=True,
        error_messages={"required": "请写作品名称。"},
    )


class FileForm(forms.Form):
    """One more file."""

    use_required_attribute = False
    file = forms.FileField(
        label="文件",
        help_text="PDF、DOCX、XLSX、PPTX，或图片。作者信息和拍摄信息会自动去除，内容里请不要写姓名和单位。",
        error_messages={
            "required": "请选一个文件。",
            "invalid": "文件没有传上来，请重新选择。",
            "empty": "文件是空的，请重新选择。",
        },
    )


class ObjectionForm(forms.Form):
    """What the entrant doubts."""

    use_required_attribute = False
    text = paragraph_field(
        "异议", max_length=1000, rows=4, help_text="写明哪里有疑问，主办人会答复。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = "请写明哪里有疑问。"


class ScoreForm(forms.Form):
    """Points for each criterion and a comment."""

    use_required_attribute = False
    comment = paragraph_field(
        "评语", max_length=1000, rows=5, help_text="结果公布后参赛人看得到，不会写是谁评的。"
    )

    def __init__(
        self, data: QueryDict | None = None, *, criteria: list[Criterion], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.criteria = criteria
        for row in criteria:
            self.fields[f"criterion-{row.pk}"] = _points_field(row)
        self._ask_for_points(True)

    def full_clean(self) -> None:
        """Take points that are not all there yet; the labels call none of them optional."""
        self._ask_for_points(False)
        super().full_clean()
        self._ask_for_points(True)

    def _ask_for_points(self, is_needed: bool) -> None:
        for field in self.point_fields:
            field.field.required = is_needed

    @property
    def point_fields(self) -> list[forms.BoundField]:
        """The criteria alone."""
        return [self[f"criterion-{row.pk}"] for row in self.criteria]

    @property
    def points(self) -> dict[int, Decimal | None]:
        """What was given, by the number of the criterion."""
        return {row.pk: self.cleaned_data.get(f"criterion-{row.pk}") for row in self.criteria}


def _points_field(row: Criterion) -> forms.DecimalField:
    least, most, step = (plain(value) for value in (row.least, row.most, row.step))
    about = f"{row.about}。" if row.about and not row.about.endswith("。") else row.about
    return forms.DecimalField(
        label=f"{row.title}（占 {row.weight}%）",
        required=False,
        max_digits=6,
        decimal_places=2,
        help_text=f"{escape(about)}{least} 到 {most} 分，每级 {step}。",
        widget=forms.NumberInput(
            attrs={"min": least, "max": most, "step": step, "inputmode": "decimal"}
        ),
        error_messages={
            "invalid": "请填数字，例如 8.5。",
            "max_digits": "请填数字，例如 8.5。",
            "max_decimal_places": "最多两位小数。",
            "max_whole_digits": "数太大了。",
        },
    )


class JurorForm(forms.Form):
    """Whom to ask, and for which groups."""

    use_required_attribute = False
    person = TextField(
        label="工号",
        max_length=32,
        required=True,
        error_messages={"required": "请写评委的工号。"},
    )
    groups = forms.TypedMultipleChoiceField(
        label="评哪些组",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选就是各组都评。",
        error_messages={"invalid_choice": "请从列出的组里选。"},
    )

    def __init__(self, *args: Any, groups: list[ContestGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].choices = [(group.pk, group.title) for group in groups]

    def clean_person(self) -> User:
        """Return the account with this staff number."""
        user = User.objects.by_staff_number(self.cleaned_data["person"]).first()
        if user is None:
            raise forms.ValidationError("没有这个工号的账号，请核对。")
        return user


class ContestExportForm(forms.Form):
    """Why names and points leave the site."""

    use_required_attribute = False
    reason = TextField(
        label="用途",
        max_length=200,
        required=True,
        help_text="导出会留下记录，例如：存档、印奖状。",
        error_messages={"required": "请写明导出的用途。"},
    )


class AnswerForm(forms.Form):
    """The organiser's answer to an objection."""

    use_required_attribute = False
    outcome = forms.ChoiceField(
        label="结论",
        choices=[
            (outcome.value, outcome.label)
            for outcome in Objection.Outcome
            if outcome != Objection.Outcome.OPEN
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "请选成立或不成立。", "invalid_choice": "请选成立或不成立。"},
    )
    answer = paragraph_field("答复", max_length=1000, rows=4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True
        self.fields["answer"].error_messages["required"] = "请写答复，参赛人会看到。"

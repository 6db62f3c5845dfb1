"""The form in which a teacher tells a colleague's story."""

from typing import Any

from django import forms

from editorial.forms import (
    DayField,
    PickField,
    RowForm,
    RowFormSet,
    Section,
    SubmissionForm,
    TextField,
    UnitPicker,
    choice_field,
    rows_of,
)
from stories.forms import FIRST_YEAR, LAST_YEAR, StoryFilterForm
from stories.models import Quality, StoryHonour, StoryPage

MOST_HONOURS = 12


class HonourForm(RowForm):
    """An honour as its certificate states it."""

    needed = ("title",)
    lacking = "请填写荣誉名称，或移除这一行。"

    title = TextField(label="荣誉名称", max_length=80)
    year = forms.IntegerField(
        label="年度",
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={
            "invalid": "请写四位数的年份。",
            "min_value": "请写四位数的年份。",
            "max_value": "请写四位数的年份。",
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    level = TextField(label="级别", max_length=20)
    issuing_body = TextField(label="授予单位", max_length=80)


class HonourFormSet(RowFormSet):
    """The honours of the person portrayed."""

    title = "荣誉"
    noun = "项荣誉"
    relation = "honours"
    model = StoryHonour


class StoryForm(SubmissionForm):
    """师德故事."""

    explanation = "写一位身边的好老师：他做了什么，您看见了什么。"
    plain = (
        "person_name",
        "person_title",
        "person_unit",
        "stage",
        "subject",
        "consent_scope",
        "consent_date",
        "consent_expires",
    )
    needed = ("title", "body", "person_name", "qualities", "consent_scope", "consent_date")
    row_sets = {"honours": rows_of(HonourForm, HonourFormSet, most=MOST_HONOURS)}
    body_title = "故事"
    sections_before = (
        Section(
            "人物",
            (("person_name", "person_title"), "person_unit", ("stage", "subject"), "qualities"),
        ),
    )
    sections_after = (
        Section(
            "荣誉",
            rows="honours",
            intro="照证书写，没有就空着。发布后编辑会拿文件核对，核对过的进荣誉名录。",
        ),
        Section(
            "本人同意",
            ("consent_scope", ("consent_date", "consent_expires")),
            intro="姓名、照片和事迹都是个人信息，公开前要先问过本人。请记下同意的范围和日期；"
            "本人以后改变主意，稿件会撤下来。",
        ),
    )

    person_name = TextField(label="人物姓名", max_length=40)
    person_title = TextField(label="职务", max_length=60, help_text="例如：三年级班主任。")
    person_unit = PickField(UnitPicker(), "unit", label="人物单位")
    stage = choice_field("学段", StoryFilterForm.STAGES)
    subject = TextField(label="学科", max_length=20)
    qualities = forms.ModelMultipleChoiceField(
        label="好老师品质",
        queryset=Quality.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="这个故事最能说明哪一项？可以多选。",
        error_messages={
            "invalid_choice": "请从列出的品质里选。",
            "invalid_pk_value": "请从列出的品质里选。",
        },
    )
    consent_scope = choice_field("同意公开的范围", StoryPage.Scope.choices, radio=True)
    consent_date = DayField(label="同意日期")
    consent_expires = DayField(label="同意到期日", help_text="没有约定期限就留空。")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["qualities"].queryset = Quality.objects.all()

    def initial_of(self, page: StoryPage) -> dict[str, Any]:
        """Add the qualities."""
        return super().initial_of(page) | {"qualities": [q.pk for q in page.qualities.all()]}

    def write(self, page: StoryPage) -> None:
        """Add the qualities."""
        super().write(page)
        chosen = list(self.cleaned_data["qualities"])
        if {quality.pk for quality in chosen} != {quality.pk for quality in page.qualities.all()}:
            page.qualities.set(chosen)

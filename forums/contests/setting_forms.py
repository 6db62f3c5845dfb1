"""How the organiser writes a contest down."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from editorial.forms import MomentField, RowForm, RowFormSet, TextField, choice_field, rows_of
from forums.contests.actions import CriterionRow, GroupRow, LevelRow
from forums.models import Contest
from people.choices import Stage
from people.models import Subject

WHOLE = {
    "invalid": "请填整数。",
    "required": "请填写。",
    "min_value": "不能小于 %(limit_value)s。",
    "max_value": "不能大于 %(limit_value)s。",
}
PART = WHOLE | {
    "invalid": "请填数字。",
    "max_digits": "数太大了。",
    "max_decimal_places": "最多两位小数。",
    "max_whole_digits": "数太大了。",
}
ONE = {"required": "请选一项。", "invalid_choice": "请从几项里选一项。"}
MOST_GROUPS, MOST_CRITERIA, MOST_LEVELS = 60, 12, 8


def _whole(label: str, least: int, most: int, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, error_messages=WHOLE, **kwargs
    )


def _part(label: str, **kwargs: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_digits=6,
        decimal_places=2,
        error_messages=PART,
        **kwargs,
    )


def _one(label: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages=ONE
    )


class ContestForm(forms.Form):
    """Times and rules."""

    use_required_attribute = False

    entry_opens_at = MomentField(label="收作品开始", help_text="空着表示现在就开始。")
    entry_closes_at = MomentField(label="收作品截止")
    judging_ends_at = MomentField(label="评审截止")
    most_files = _whole("每份作品最多几个文件", 1, 20)
    jurors_per_entry = _whole("每份作品几位评委", 1, 15)
    drop_highest = _whole("去掉几个最高分", 0, 3)
    drop_lowest = _whole("去掉几个最低分", 0, 3)
    combine = _one("怎样合成", Contest.Combine.choices)
    places = _whole("保留几位小数", 0, 4)
    ties = _one("同分时", Contest.Ties.choices)
    order = _one("名单次序", Contest.Order.choices)
    objection_days = _whole("公示几天", 0, 60)
    bars_centre = forms.BooleanField(
        label="同一中心校的老师也互相回避",
        required=False,
    )
    shows_scores = forms.BooleanField(label="公布获奖作品的得分", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("entry_closes_at", "judging_ends_at"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = "请写截止的时间。"


class GroupForm(RowForm):
    """One group."""

    needed = ("title",)
    lacking = "请写组名，或移除这一行。"

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = TextField(label="组名", max_length=40)
    stage = choice_field("学段", Stage.choices)
    subject = forms.ModelChoiceField(
        label="学科",
        queryset=Subject.objects.all(),
        required=False,
        empty_label="请选择",
        error_messages={"invalid_choice": "请从列出的学科里选一项。"},
    )

    @property
    def is_blank(self) -> bool:
        """Whether nothing was entered; which row it was is nothing."""
        return not any(value for name, value in self.values.items() if name != "pk")


class CriterionForm(RowForm):
    """One criterion; what is left open is 0 to 10 points by halves."""

    needed = ("title", "weight")
    lacking = "评分项要写名称和权重，或移除这一行。"

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = TextField(label="评分项", max_length=40)
    weight = _whole("权重（%）", 1, 100, required=False)
    about = TextField(label="怎样算好", max_length=200)
    least = _part("最低分", help_text="空着是 0。")
    most = _part("满分", help_text="空着是 10。")
    step = _part("每级", help_text="空着是 0.5。")

    is_blank = GroupForm.is_blank

    def check(self, cleaned: dict[str, Any]) -> None:
        """Bounds the right way round, a step that divides them."""
        super().check(cleaned)
        least, most, step = figures(cleaned)
        if most <= least:
            self.add_error("most", "满分要高于最低分。")
        elif step <= 0 or (most - least) % step:
            self.add_error("step", "从最低分起，每级要正好到满分。")


def figures(values: dict[str, Any]) -> tuple[Decimal, Decimal, Decimal]:
    """Return least, most and step of a criterion, with what stands for an open field."""
    found = ((values.get("least"), "0"), (values.get("most"), "10"), (values.get("step"), "0.5"))
    least, most, step = (Decimal(usual) if given is None else given for given, usual in found)
    return least, most, step


class LevelForm(RowForm):
    """One award."""

    needed = ("title", "most")
    lacking = "奖项要写名称和名额，或移除这一行。"

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = TextField(label="奖项", max_length=40)
    most = _whole("每组名额", 1, 1000, required=False)
    least_result = _part("不低于多少分", help_text="空着不限。")

    is_blank = GroupForm.is_blank


class GroupRows(RowFormSet):
    title, noun = "组别", "个组"


class CriterionRows(RowFormSet):
    title, noun = "评分项", "个评分项"


class LevelRows(RowFormSet):
    title, noun = "奖项", "个奖项"


GROUP_ROWS = rows_of(GroupForm, GroupRows, most=MOST_GROUPS)
CRITERION_ROWS = rows_of(CriterionForm, CriterionRows, most=MOST_CRITERIA)
LEVEL_ROWS = rows_of(LevelForm, LevelRows, most=MOST_LEVELS)


class ContestSettings:
    """The whole page: form and rows together; the rows only before the draw."""

    def __init__(self, contest: Contest, data: QueryDict | None = None) -> None:
        self.is_drawn = contest.is_drawn
        initial = {name: getattr(contest, name) for name in ContestForm.base_fields}
        self.form = ContestForm(data, initial=initial)
        if self.is_drawn:
            from forums.contests.actions.setting import WHILE_JUDGING

            for name in set(self.form.fields) - set(WHILE_JUDGING):
                self.form.fields[name].disabled = True
        kinds = (
            ("groups", GROUP_ROWS, GroupForm),
            ("criteria", CRITERION_ROWS, CriterionForm),
            ("levels", LEVEL_ROWS, LevelForm),
        )
        self.rows: dict[str, RowFormSet] = {}
        for name, formset, form in kinds:
            present = list(getattr(contest, name).all()) if contest.pk else []
            initial_rows = [
                {field: getattr(row, field) for field in form.base_fields} for row in present
            ]
            self.rows[name] = formset(data, prefix=name, initial=initial_rows)

    def is_valid(self) -> bool:
        """Whether everything can be stored; asks all parts, so that all mistakes show."""
        answers = [self.form.is_valid()]
        if not self.is_drawn:
            answers += [rows.is_valid() for rows in self.rows.values()]
        return all(answers)

    def add_errors(self, problems: dict[str, list[str]]) -> None:
        """Show what the action refused beside its field."""
        for name, texts in problems.items():
            if name in self.rows:
                self.rows[name].problems += texts
            else:
                self.form.add_error(name if name in self.form.fields else None, texts)

    @property
    def has_errors(self) -> bool:
        """Whether any part was refused."""
        if self.form.errors:
            return True
        return not self.is_drawn and any(rows.messages() for rows in self.rows.values())

    @property
    def typed(self) -> dict[str, Any]:
        """The rows as the action takes them."""
        if self.is_drawn:
            return {}
        return {
            "groups": [GroupRow(**form.values) for form in self.rows["groups"].filled],
            "criteria": [_criterion(form.values) for form in self.rows["criteria"].filled],
            "levels": [LevelRow(**form.values) for form in self.rows["levels"].filled],
        }


def _criterion(values: dict[str, Any]) -> CriterionRow:
    least, most, step = figures(values)
    return CriterionRow(**values | {"least": least, "most": most, "step": step})

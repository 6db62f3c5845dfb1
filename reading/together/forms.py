"""The forms of reading groups."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import Model
from django.http import QueryDict

from editorial.forms import DayField, PickField, TextField, paragraph_field
from editorial.forms.picking import number
from people.models import Unit, User
from reading.models import GroupWeek, ReadingGroup, Work
from reading.submission import WorkPicker
from reading.together import rules
from reading.together.actions import WeekText
from reading.together.queries import events_to_choose, units_of, workshops_of

WHOLE_NUMBER = {
    "invalid": "请填写整数。",
    "required": "请填写。",
    "min_value": "不能小于 %(limit_value)s。",
    "max_value": "不能大于 %(limit_value)s。",
}


def _number_field(label: str, most: int, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=1, max_value=most, error_messages=WHOLE_NUMBER, **kwargs
    )


def _audience_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="谁可以参加",
        choices=ReadingGroup.Audience.choices,
        initial=ReadingGroup.Audience.UNIT,
        widget=forms.RadioSelect,
        help_text="“本单位老师”包括下属学校。名单和札记只有参加的人看得见。",
        error_messages={"required": "请选一项。", "invalid_choice": "请从列出的选项里选一项。"},
    )


def _first_day_field() -> DayField:
    field = DayField(label="第一周", help_text="那一周的任意一天；每周从星期一算起。")
    field.required = True
    field.error_messages["required"] = "请填写日期。"
    return field


class DeskForm(forms.Form):
    """A form whose mistakes are only told when it is meant to be stored."""

    use_required_attribute = False

    def __init__(self, data: QueryDict | None = None, *, quiet: bool = False, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.quiet = quiet

    def full_clean(self) -> None:
        super().full_clean()
        if self.quiet:
            self._errors.clear()


class WordsForm(DeskForm):
    """The words of a group and who may join."""

    title = TextField(
        label="名称",
        max_length=60,
        required=True,
        help_text="例如：春季共读《给教师的建议》。",
        error_messages={"required": "请填写名称。"},
    )
    about = paragraph_field(
        "说明", max_length=1000, help_text="为什么读这本书，怎样读，什么时候碰面。"
    )
    audience = _audience_field()


class PlanForm(DeskForm):
    """When a group reads, and how far each week."""

    first_day = _first_day_field()
    weeks = _number_field("几周", rules.MOST_WEEKS)
    pages = _number_field(
        "全书页数",
        rules.MOST_PAGES,
        required=False,
        help_text="填了就平均分到各周；不填，各周的页码不动。",
    )


class CataloguePicker(WorkPicker):
    """The books of the catalogue only: a group reads what everybody in it can look up."""

    addition = None  # a missing book is written down elsewhere

    def load(self, ids: Collection[int]) -> dict[int, Model]:
        return Work.objects.approved().in_bulk(ids)


class NewGroupForm(WordsForm):
    """Begin a group."""

    work = PickField(CataloguePicker(), "work", label="读哪本书")
    place = forms.ChoiceField(
        label="谁来组织", error_messages={"invalid_choice": "请从列出的选项里选一项。"}
    )
    first_day = _first_day_field()
    weeks = _number_field("几周", rules.MOST_WEEKS)
    pages = _number_field(
        "全书页数",
        rules.MOST_PAGES,
        required=False,
        help_text="填了就平均分到各周；不填时用书目里的页数。",
    )
    field_order = ("title", "work", "place", "audience", "first_day", "weeks", "pages", "about")

    def __init__(self, data: QueryDict | None = None, *, organiser: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.units = {f"unit-{unit.pk}": unit for unit in units_of(organiser)}
        self.workshops = {f"page-{page.pk}": page for page in workshops_of(organiser)}
        self.fields["place"].choices = [
            *((key, unit.name) for key, unit in self.units.items()),
            *((key, page.title) for key, page in self.workshops.items()),
        ]
        pick = self.fields["work"]
        pick.required = True
        sent = number(str(self.data.get("work") or "")) if self.is_bound else None
        pick.known = pick.picker.load([sent]) if sent else {}

    def clean_work(self) -> Any:
        """A group needs a book."""
        if self.cleaned_data["work"] is None:
            raise forms.ValidationError("请查书名，再选中那本书。")
        return self.cleaned_data["work"]

    @property
    def unit(self) -> Unit | None:
        """The unit that was chosen."""
        return self.units.get(self.cleaned_data.get("place", ""))

    @property
    def host_page(self) -> Any:
        """The workshop that was chosen."""
        return self.workshops.get(self.cleaned_data.get("place", ""))


class WeekForm(DeskForm):
    """One week of the plan."""

    from_page = _number_field("从第几页", rules.MOST_PAGES, required=False)
    to_page = _number_field("到第几页", rules.MOST_PAGES, required=False)
    reading = TextField(label="读什么", max_length=120)
    question = TextField(label="本周问题", max_length=300)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("from_page"), cleaned.get("to_page")
        if first and last and last < first:
            self.add_error("to_page", "结束页码小于开始页码。")
        return cleaned

    @classmethod
    def of(cls, weeks: list[GroupWeek], data: QueryDict | None = None) -> list["WeekForm"]:
        """Return a form for each week, in their order."""
        forms_ = []
        for week in weeks:
            names = ("from_page", "to_page", "reading", "question")
            initial = {name: getattr(week, name) for name in names}
            form = cls(data, prefix=f"week{week.number}", initial=initial)
            form.week = week  # type: ignore[attr-defined]
            forms_.append(form)
        return forms_

    @property
    def text(self) -> WeekText:
        """What was typed."""
        return WeekText(**self.cleaned_data)


class NoteForm(DeskForm):
    """A note to the question of a week."""

    text = paragraph_field("我的札记", max_length=2000, rows=6)
    page = _number_field("页码", rules.MOST_PAGES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = "请写几句话。"


class RemovalForm(DeskForm):
    """Why a note is taken out."""

    reason = TextField(
        label="理由",
        max_length=200,
        required=True,
        help_text="作者会看到这句话；札记仍留在作者自己那里。",
        error_messages={"required": "请写明理由，作者会看到。"},
    )


class SalonForm(DeskForm):
    """The event with which a group closes."""

    salon = forms.ChoiceField(
        label="结束时的沙龙",
        required=False,
        help_text="从已发布的论坛活动里选。还没有的，先从“我的首页”写一份活动预告。",
        error_messages={"invalid_choice": "没有找到这场活动，请重新选择。"},
    )

    def __init__(self, *args: Any, organiser: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = [(str(event.pk), event.title) for event in events_to_choose(organiser)]
        self.fields["salon"].choices = [("", "还没有定"), *events]

    @property
    def page_id(self) -> int | None:
        """The number of the event that was chosen."""
        return number(self.cleaned_data["salon"])

"""The form of an event: what is planned, and afterwards what came of it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from editorial.forms import (
    ClockField,
    MomentField,
    RichTextField,
    RowForm,
    RowFormSet,
    Section,
    SubmissionForm,
    TextField,
    choice_field,
    paragraph_field,
    rows_of,
)
from forums.models import AgendaItem, EventSeries, ForumEventPage, Speaker
from forums.models.pages import KEEPS_ITS_CONTEST
from forums.registration.queries import workshops_of
from forums.session_rows import SessionForm, SessionFormSet

MOST_AGENDA_ITEMS = 30
MOST_SPEAKERS = 20
MOST_SESSIONS = 40


class AgendaItemForm(RowForm):
    """One line of the agenda."""

    needed = ("title",)
    lacking = "请填写这个环节做什么，或移除这一行。"

    time = ClockField(label="时间")
    title = TextField(label="环节", max_length=120)
    speaker = TextField(label="主讲", max_length=60)


class AgendaFormSet(RowFormSet):
    """The agenda."""

    title = "议程"
    noun = "个环节"
    relation = "agenda"
    model = AgendaItem


class SpeakerForm(RowForm):
    """Somebody who speaks."""

    needed = ("name",)
    lacking = "请填写主讲人的姓名，或移除这一行。"

    name = TextField(label="姓名", max_length=40)
    affiliation = TextField(label="单位与职务", max_length=80)
    introduction = paragraph_field("简介", max_length=300, rows=2)


class SpeakerFormSet(RowFormSet):
    """Those who speak."""

    title = "主讲人"
    noun = "位主讲人"
    relation = "speakers"
    model = Speaker


class ForumEventForm(SubmissionForm):
    """论坛活动."""

    explanation = "论坛、沙龙、大赛、巡讲：先发预告，办完补上报道。"
    plain = ("event_kind", "mode", "starts_at", "ends_at", "place")
    rich = ("body", "report")
    needed = ("title", "body", "event_kind", "mode", "starts_at", "ends_at", "place")
    row_sets = {
        "agenda": rows_of(AgendaItemForm, AgendaFormSet, most=MOST_AGENDA_ITEMS),
        "speakers": rows_of(SpeakerForm, SpeakerFormSet, most=MOST_SPEAKERS),
        "sessions": rows_of(SessionForm, SessionFormSet, most=MOST_SESSIONS),
    }
    body_title = "活动介绍"
    sections_before = (
        Section(
            "时间与地点",
            (
                ("event_kind", "mode"),
                ("starts_at", "ends_at"),
                "place",
                ("organising_page", "series"),
            ),
        ),
    )
    sections_after = (
        Section("议程", rows="agenda", intro="还没定就空着，以后再补。"),
        Section(
            "场次和学时",
            rows="sessions",
            intro="分几场、要签到或者要认定学时的活动才填；学时报名前就看得到。",
        ),
        Section("主讲人", rows="speakers", intro="还没定就空着，以后再补。"),
        Section("活动报道", ("report",), intro="办完以后再写：来了谁，谈了什么，留下什么。"),
    )

    event_kind = choice_field("类型", ForumEventPage.EventKind.choices)
    mode = choice_field("方式", ForumEventPage.Mode.choices)
    starts_at = MomentField(label="开始时间")
    ends_at = MomentField(label="结束时间")
    place = TextField(label="地点", max_length=120, help_text="线上活动可以不填。")
    organising_page = forms.TypedChoiceField(
        label="哪个工作坊主办",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="由工作坊主办的，主持人也能管理报名。",
        error_messages={"invalid_choice": "请从您主持的工作坊里选。"},
    )
    series = forms.ModelChoiceField(
        label="属于哪个系列",
        queryset=EventSeries.objects.all(),
        required=False,
        empty_label="不属于系列",
        help_text="同一个活动分几站办的，选同一个系列。",
        error_messages={"invalid_choice": "请从列出的系列里选一个。"},
    )
    report = RichTextField(label="报道")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        hosted = {page.pk: page.title for page in workshops_of(self.author)}
        if present := self.page.organising_page:
            hosted.setdefault(present.pk, present.title)
        self.fields["organising_page"].choices = [("", "不属于工作坊"), *hosted.items()]
        if not hosted:
            del self.fields["organising_page"]
        if not EventSeries.objects.exists():
            del self.fields["series"]

    def initial_of(self, page: ForumEventPage) -> dict[str, Any]:
        """Add the workshop and the series."""
        of_page = {"organising_page": page.organising_page_id, "series": page.series_id}
        return super().initial_of(page) | of_page

    def write(self, page: ForumEventPage) -> None:
        """Write the workshop and the series, where they could be chosen."""
        super().write(page)
        if "organising_page" in self.fields:
            page.organising_page_id = self.cleaned_data["organising_page"]
        if "series" in self.fields:
            page.series = self.cleaned_data["series"]

    def clean_event_kind(self) -> str:
        """An event with a contest stays one."""
        kind: str = self.cleaned_data["event_kind"]
        version = ForumEventPage(pk=self.page.pk, event_kind=kind)
        if kind and version.would_lose_its_contest():
            raise ValidationError(KEEPS_ITS_CONTEST)
        return kind

    def clean_mode(self) -> str:
        """An event whose mode is left open stays what it is."""
        return self.cleaned_data["mode"] or self.page.mode

"""The form of an event: what is planned, and afterwards what came of it."""

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
from forums.models import AgendaItem, ForumEventPage, Speaker

MOST_AGENDA_ITEMS = 30
MOST_SPEAKERS = 20


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
    }
    body_title = "活动介绍"
    sections_before = (
        Section("时间与地点", (("event_kind", "mode"), ("starts_at", "ends_at"), "place")),
    )
    sections_after = (
        Section("议程", rows="agenda", intro="还没定就空着，以后再补。"),
        Section("主讲人", rows="speakers", intro="还没定就空着，以后再补。"),
        Section("活动报道", ("report",), intro="办完以后再写：来了谁，谈了什么，留下什么。"),
    )

    event_kind = choice_field("类型", ForumEventPage.EventKind.choices)
    mode = choice_field("方式", ForumEventPage.Mode.choices)
    starts_at = MomentField(label="开始时间")
    ends_at = MomentField(label="结束时间")
    place = TextField(label="地点", max_length=120, help_text="线上活动可以不填。")
    report = RichTextField(label="报道")

    def clean_mode(self) -> str:
        """An event whose mode is left open stays what it is."""
        return self.cleaned_data["mode"] or self.page.mode

"""The forms of the room: plan, announcement, file."""

from django import forms

from editorial.forms import TextField
from workshops.membership.forms import PlainForm
from workshops.models import WorkshopYear
from workshops.models.rooms import LONGEST_ANNOUNCEMENT, LONGEST_PLAN


class PlanForm(PlainForm):
    """The plan of a year."""

    text = TextField(
        label="计划",
        max_length=LONGEST_PLAN,
        required=True,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="本年做什么、什么时候做、怎样算做成。一段一行。",
        error_messages={"required": "请写几句计划。"},
    )


class AnnouncementForm(PlainForm):
    """Word to the members."""

    text = TextField(
        label="内容",
        max_length=LONGEST_ANNOUNCEMENT,
        required=True,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="每位有账号的成员都会在“通知”里看到，也会收到邮件。",
        error_messages={"required": "请写要告诉成员的话。"},
    )


class FileForm(PlainForm):
    """A file to share."""

    file = forms.FileField(
        label="文件",
        help_text="PDF、DOCX、XLSX、PPTX。",
        error_messages={
            "required": "请选择文件。",
            "missing": "请选择文件。",
            "empty": "文件是空的，请重新选择文件。",
            "invalid": "文件没有完整送达，请再选一次。",
        },
    )
    title = TextField(label="名称", max_length=120, help_text="留空就用文件名。")


class YearChoice(PlainForm):
    """Which year; a value that is not offered is none."""

    year = forms.ModelChoiceField(queryset=WorkshopYear.objects.all(), required=False)

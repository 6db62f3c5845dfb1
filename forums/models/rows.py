"""The rows of an event's page: agenda, speakers, sessions; part of its reviewed text."""

import uuid

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.api import APIField
from wagtail.models import Orderable

from forums.models.pages import ForumEventPage


class AgendaItem(Orderable):
    """One row of the agenda."""

    page = ParentalKey(ForumEventPage, on_delete=models.CASCADE, related_name="agenda")
    time = models.TimeField("时间", null=True, blank=True)
    title = models.CharField("环节", max_length=120)
    speaker = models.CharField("主讲", max_length=60, blank=True)

    panels = [FieldPanel("time"), FieldPanel("title"), FieldPanel("speaker")]
    api_fields = [APIField("time"), APIField("title"), APIField("speaker")]

    class Meta(Orderable.Meta):
        verbose_name = "议程环节"
        verbose_name_plural = "议程"

    def __str__(self) -> str:
        return self.title


class Speaker(Orderable):
    """Somebody who speaks at the event."""

    page = ParentalKey(ForumEventPage, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField("姓名", max_length=40)
    affiliation = models.CharField("单位与职务", max_length=80, blank=True)
    introduction = models.CharField("简介", max_length=300, blank=True)

    panels = [FieldPanel("name"), FieldPanel("affiliation"), FieldPanel("introduction")]
    api_fields = [APIField("name"), APIField("affiliation"), APIField("introduction")]

    class Meta(Orderable.Meta):
        verbose_name = "主讲人"
        verbose_name_plural = "主讲人"

    def __str__(self) -> str:
        return self.name


class EventSession(Orderable):
    """A part of the event with a time and a room of its own, in which attendance is taken.

    Attributes:
        key: stays the same through all versions of the page, from the first draft on. A row's
            number does not: a draft made before the session was published knows none.
        planned_quarters: class hours in steps of a quarter, with ``hours_basis``: who agreed.
    """

    page = ParentalKey(ForumEventPage, on_delete=models.CASCADE, related_name="sessions")
    key = models.UUIDField("场次号", default=uuid.uuid4, editable=False)
    title = models.CharField("场次", max_length=120)
    starts_at = models.DateTimeField("开始时间", null=True, blank=True)
    ends_at = models.DateTimeField("结束时间", null=True, blank=True)
    room = models.CharField("会场", max_length=60, blank=True)
    speaker_names = models.CharField("主讲", max_length=120, blank=True)
    planned_quarters = models.PositiveSmallIntegerField(
        "拟认定学时（四分之一学时为一份）", default=0, help_text="没有学时填 0；4 份是 1 学时。"
    )
    hours_basis = models.CharField(
        "学时依据", max_length=200, blank=True, help_text="例如文件名称和文号。"
    )

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldRowPanel([FieldPanel("room"), FieldPanel("speaker_names")]),
        FieldRowPanel([FieldPanel("planned_quarters"), FieldPanel("hours_basis")]),
    ]
    api_fields = [
        APIField("title"),
        APIField("starts_at"),
        APIField("ends_at"),
        APIField("room"),
        APIField("speaker_names"),
        APIField("planned_quarters"),
        APIField("hours_basis"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "场次"
        verbose_name_plural = "场次"
        constraints = [
            models.UniqueConstraint(fields=["page", "key"], name="forums_session_key_once")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def planned_hours(self) -> str:
        """The class hours in words of figures: ``1.5``; empty for none."""
        return f"{self.planned_quarters / 4:g}" if self.planned_quarters else ""

"""What editors do, and what readers ask them to look at."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from discussions.enums import Verdict
from discussions.models.contributions import Contribution
from discussions.models.topics import Topic
from editorial.models.record import AppendOnly


class Reason(models.Model):
    """Why something is refused, hidden or reported, with what its author can do about it."""

    code = models.SlugField("代码", max_length=20, unique=True)
    label = models.CharField("理由", max_length=40)
    advice = models.CharField("建议作者怎么做", max_length=200, blank=True)
    is_for_reports = models.BooleanField(
        "举报时可选", default=True, help_text="不选，只在编辑处理时出现。"
    )
    is_active = models.BooleanField("使用中", default=True)
    order = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "讨论的处理理由"
        verbose_name_plural = "讨论的处理理由"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.label


class ModerationEntry(AppendOnly):
    """Who did what to a topic or a contribution, when, why.

    Attributes:
        version: the number of the version that was decided about.
        reasons: each with ``code`` and ``label`` as they were then.
        comment: the words for the author, or where a topic was moved from and to.
    """

    topic = models.ForeignKey(
        Topic,
        verbose_name="话题",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="entries",
    )
    contribution = models.ForeignKey(
        Contribution,
        verbose_name="发言",
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="entries",
    )
    version = models.PositiveSmallIntegerField("第几版", null=True)
    verdict = models.CharField("处理", max_length=10, choices=Verdict.choices)
    reasons = models.JSONField("理由", default=list, blank=True)
    comment = models.CharField("说明", max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="经办人",
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField("时间", default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "讨论处理记录"
        verbose_name_plural = "讨论处理记录"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} {self.decided_at:%Y-%m-%d}"


class Report(models.Model):
    """A reader asks the editors to look at a contribution."""

    contribution = models.ForeignKey(
        Contribution, verbose_name="发言", on_delete=models.CASCADE, related_name="reports"
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="举报人",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.CharField("理由", max_length=40)
    note = models.CharField("说明", max_length=300, blank=True)
    made_at = models.DateTimeField("举报时间", default=timezone.now)
    settled_at = models.DateTimeField("处理时间", null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "举报"
        verbose_name_plural = "举报"
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "reporter"],
                condition=Q(settled_at=None),
                name="discussions_report_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["made_at"], condition=Q(settled_at=None), name="discussions_reports_open"
            )
        ]

    def __str__(self) -> str:
        return self.reason


class Mute(models.Model):
    """What somebody does not wish to hear of: a topic, or a person."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="账号", on_delete=models.CASCADE, related_name="+"
    )
    topic = models.ForeignKey(
        Topic, verbose_name="话题", null=True, on_delete=models.CASCADE, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="老师",
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    made_at = models.DateTimeField("时间", default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "免打扰"
        verbose_name_plural = "免打扰"
        constraints = [
            models.CheckConstraint(
                condition=Q(topic__isnull=True, person__isnull=False)
                | Q(topic__isnull=False, person__isnull=True),
                name="discussions_mute_one_thing",
            ),
            models.UniqueConstraint(fields=["user", "topic"], name="discussions_mute_topic_once"),
            models.UniqueConstraint(fields=["user", "person"], name="discussions_mute_person_once"),
        ]

    def __str__(self) -> str:
        return str(self.topic or self.person)

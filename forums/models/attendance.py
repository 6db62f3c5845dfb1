"""Who was there: one row a person and session, what proves it, and every change of it."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from editorial.models.record import AppendOnly
from forums.attendance.rules import Figures, Slot
from forums.models.pages import ForumEventPage
from forums.models.rows import EventSession


def _whole(name: str, default: int, least: int, most: int, **options: object) -> models.Field:
    return models.PositiveSmallIntegerField(
        name,
        default=default,
        validators=[MinValueValidator(least), MaxValueValidator(most)],
        **options,
    )


@register_setting(icon="tick")
class AttendanceSettings(BaseGenericSetting):
    """How the door is kept: a decision of the district, never a constant."""

    step_seconds = _whole("签到码多久换一次（秒）", 30, 10, 300)
    accept_seconds = _whole(
        "换码以后还收多久（秒）", 60, 0, 600, help_text="扫码和提交之间要留一点时间。"
    )
    opens_minutes = _whole("提前多久开始签到（分钟）", 30, 0, 240)
    closes_minutes = _whole("结束后多久不能自己签到（分钟）", 15, 0, 240)
    grace_minutes = _whole(
        "迟到多久以内算准时（分钟）", 15, 0, 120, help_text="更晚到的，从到场的时间起算。"
    )
    late_hours = _whole(
        "断网时存下的签到，结束后多久以内收（小时）", 48, 0, 240, help_text="会注明“补送”。"
    )
    hand_days = _whole("结束后多久以内可以手工补记（天）", 30, 1, 365)
    most_tries = _whole("十分钟内最多试错几次", 10, 3, 100, help_text="按账号算，不按网络地址算。")

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("step_seconds"), FieldPanel("accept_seconds")]),
                FieldRowPanel([FieldPanel("opens_minutes"), FieldPanel("closes_minutes")]),
                FieldRowPanel([FieldPanel("grace_minutes"), FieldPanel("late_hours")]),
                FieldRowPanel([FieldPanel("hand_days"), FieldPanel("most_tries")]),
            ],
            heading="签到",
        )
    ]

    class Meta:
        verbose_name = "签到设置"

    @property
    def figures(self) -> Figures:
        """What the rules ask for."""
        names = Figures.__dataclass_fields__
        return Figures(**{name: getattr(self, name) for name in names})


class Door(models.Model):
    """How one event takes attendance; without a row, as the fields say by default."""

    class WalkIns(models.TextChoices):
        """What happens to somebody who comes without having registered."""

        WELCOME = "welcome", "可以签到，注明没有报名"
        REFUSED = "refused", "不能自己签到，由主持人决定"

    page = models.OneToOneField(
        ForumEventPage,
        verbose_name="活动",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="door",
    )
    walk_ins = models.CharField(
        "没有报名的人", max_length=10, choices=WalkIns.choices, default=WalkIns.WELCOME
    )

    class Meta:
        verbose_name = "签到方式"
        verbose_name_plural = "签到方式"

    def __str__(self) -> str:
        return f"{self.page}：{self.get_walk_ins_display()}"


class EventHost(models.Model):
    """Somebody whom the organiser lets keep the door of an event."""

    page = models.ForeignKey(
        ForumEventPage, verbose_name="活动", on_delete=models.CASCADE, related_name="hosts"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="主持人",
        on_delete=models.CASCADE,
        related_name="hosted_events",
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="谁加的",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    added_at = models.DateTimeField("加入时间", default=timezone.now)

    class Meta:
        verbose_name = "活动主持人"
        verbose_name_plural = "活动主持人"
        ordering = ["added_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["page", "user"], name="forums_host_once")]

    def __str__(self) -> str:
        return str(self.user)


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Attendances."""

    def present(self) -> "AttendanceQuerySet":
        """Those that stand."""
        return self.filter(voided_at=None)


class Attendance(models.Model):
    """One person in one session. Written only by ``forums.attendance.actions``.

    Attributes:
        unit: of the person on that day.
        arrived_at: when they came; ``received_at``: when the portal heard of it.
        left_at, minutes: where they did not stay to the end; at most one of both.
        is_late: a phone kept the proof while the network was away and sent it later.
        is_walk_in: had not registered for an event that takes registrations.
        key: of the proof, chosen by the phone that sent it.
        marked_by: the host who marked the person; empty: they signed in themselves.
        voided_at: a host found that the person was not there.
    """

    class Way(models.TextChoices):
        """What proves it."""

        SCREEN = "screen", "扫屏幕上的码"
        TYPED = "typed", "输入屏幕上的数字"
        TICKET = "ticket", "入场码"
        SHEET = "sheet", "签到表"
        HAND = "hand", "手工登记"

    session = models.ForeignKey(
        EventSession, verbose_name="场次", on_delete=models.PROTECT, related_name="attendances"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="老师",
        on_delete=models.PROTECT,
        related_name="attendances",
    )
    unit = models.ForeignKey(
        "people.Unit",
        verbose_name="单位",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    way = models.CharField("凭据", max_length=10, choices=Way.choices)
    arrived_at = models.DateTimeField("到场时间", null=True, blank=True)
    received_at = models.DateTimeField("登记时间", default=timezone.now)
    left_at = models.DateTimeField("离场时间", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("参加分钟数", null=True, blank=True)
    is_late = models.BooleanField("补送", default=False)
    is_walk_in = models.BooleanField("没有报名", default=False)
    key = models.UUIDField("凭据号", default=uuid.uuid4)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="作废的人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    void_reason = models.CharField("作废的理由", max_length=200, blank=True)

    objects = AttendanceQuerySet.as_manager()

    wagtail_reference_index_ignore = True  # decision 11

    class Meta:
        verbose_name = "签到"
        verbose_name_plural = "签到"
        ordering = ["arrived_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "user"],
                name="forums_attendance_once",
                violation_error_message="这位老师在这一场已经有记录。",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True)
                | Q(arrived_at__isnull=True)
                | Q(left_at__gte=F("arrived_at")),
                name="forums_attendance_leaves_after_coming",
                violation_error_message="离场时间要晚于到场时间。",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(left_at__isnull=True),
                name="forums_attendance_minutes_or_times",
                violation_error_message="分钟数和离场时间只填一样。",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""),
                name="forums_attendance_void_has_reason",
                violation_error_message="作废要写明理由。",
            ),
        ]
        indexes = [models.Index(fields=["user", "session"], name="forums_attendance_own")]

    def __str__(self) -> str:
        return f"{self.user}：{self.session}"

    @property
    def stands(self) -> bool:
        """Whether it has not been voided."""
        return self.voided_at is None

    @property
    def slot(self) -> Slot:
        """When its session takes place."""
        return slot_of(self.session)


def slot_of(session: EventSession) -> Slot:
    """Return when a session takes place; one without times has none and takes no attendance."""
    return Slot(session.starts_at, session.ends_at)


class AttendanceChange(AppendOnly):
    """What was done to an attendance, by whom; only added, never changed."""

    class Verb(models.TextChoices):
        """What was done."""

        NOTED = "noted", "登记"
        CHANGED = "changed", "改动"
        VOIDED = "voided", "作废"
        RESTORED = "restored", "恢复"

    attendance = models.ForeignKey(
        Attendance, verbose_name="签到", on_delete=models.PROTECT, related_name="changes"
    )
    at = models.DateTimeField("时间", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="谁", on_delete=models.PROTECT, related_name="+"
    )
    verb = models.CharField("做了什么", max_length=10, choices=Verb.choices)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "签到变动"
        verbose_name_plural = "签到变动"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.note}".strip()


class WrongCode(models.Model):
    """A wrong code, typed or forged; counted to slow guessing."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="账号", on_delete=models.CASCADE, related_name="+"
    )
    at = models.DateTimeField("时间", default=timezone.now)

    wagtail_reference_index_ignore = True  # decision 11

    class Meta:
        verbose_name = "错误的签到码"
        verbose_name_plural = "错误的签到码"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["user", "-at"], name="forums_wrong_code")]

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d %H:%M}"


class SheetRow(models.Model):
    """The number of a person on the printed sheet, given once and kept."""

    session = models.ForeignKey(
        EventSession, verbose_name="场次", on_delete=models.CASCADE, related_name="sheet_rows"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="老师", on_delete=models.CASCADE, related_name="+"
    )
    number = models.PositiveSmallIntegerField("行号")

    wagtail_reference_index_ignore = True  # decision 11

    class Meta:
        verbose_name = "签到表的一行"
        verbose_name_plural = "签到表的各行"
        ordering = ["session", "number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "user"], name="forums_sheet_person_once"),
            models.UniqueConstraint(fields=["session", "number"], name="forums_sheet_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.user}"


def keep_photo(
    collector: Any, field: models.Field, photos: Sequence["SheetPhoto"], using: str
) -> None:
    """Refuse to delete a picture that proves who was there (an ``on_delete``)."""
    raise PermissionDenied("这是一张签到表的照片，是到场的凭据，不能删除。")


class SheetPhoto(models.Model):
    """A photo of the signed sheet: evidence, seen by the hosts and the editors only."""

    session = models.ForeignKey(
        EventSession, verbose_name="场次", on_delete=models.PROTECT, related_name="sheet_photos"
    )
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name="照片",
        on_delete=keep_photo,
        related_name="+",
    )
    note = models.CharField("说明", max_length=100, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="上传人",
        on_delete=models.PROTECT,
        related_name="+",
    )
    added_at = models.DateTimeField("上传时间", default=timezone.now)

    class Meta:
        verbose_name = "签到表照片"
        verbose_name_plural = "签到表照片"
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"{self.session} {self.note}".strip()

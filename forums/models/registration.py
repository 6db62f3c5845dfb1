"""Registrations: one row a person and event; every change stays in a log."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forums.models.admission import Question, UnitSeats
from forums.models.pages import ForumEventPage


class RegistrationState(models.TextChoices):
    """Where a registration stands."""

    PENDING = "pending", "待审核"
    WAITING = "waiting", "候补"
    OFFERED = "offered", "有名额待接受"
    ADMITTED = "admitted", "报名成功"
    CANCELLED = "cancelled", "已取消"
    REFUSED = "refused", "未通过"
    LAPSED = "lapsed", "候补逾期"
    RELEASED = "released", "未确认，名额已让出"


# Who has a seat; who keeps one busy; who is still in; who is out.
SEATED = (RegistrationState.ADMITTED,)
HOLDING = (RegistrationState.ADMITTED, RegistrationState.OFFERED)
ACTIVE = (*HOLDING, RegistrationState.WAITING, RegistrationState.PENDING)
ENDED = tuple(state for state in RegistrationState if state not in ACTIVE)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Registrations."""

    def active(self) -> "RegistrationQuerySet":
        """Those that have not ended."""
        return self.filter(state__in=ACTIVE)

    def seated(self) -> "RegistrationQuerySet":
        """Those with a seat: who may come, see the link and the materials."""
        return self.filter(state__in=SEATED)

    def holding(self) -> "RegistrationQuerySet":
        """Those that keep a seat busy, taken or offered."""
        return self.filter(state__in=HOLDING)

    def waiting(self) -> "RegistrationQuerySet":
        """The waiting list in its order."""
        return self.filter(state=RegistrationState.WAITING).order_by("number")


class Registration(models.Model):
    """One person's registration for one event. Written only by ``forums.registration.actions``.

    Attributes:
        number: the place in the queue of this event, given once and kept.
        seat_from: the unit's seats out of which the seat came; empty: the common ones.
        unit: of the person on the day of registering.
        offered_until: until when a freed seat is kept for this person.
        asked_at, confirmed_at: when the person was asked whether they still come, and said so.
        registered_by: who did it for them, if somebody did.
    """

    page = models.ForeignKey(
        ForumEventPage,
        verbose_name="活动",
        on_delete=models.PROTECT,
        related_name="registrations",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="报名人",
        on_delete=models.CASCADE,
        related_name="registrations",
    )
    unit = models.ForeignKey(
        "people.Unit",
        verbose_name="单位",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state = models.CharField("状态", max_length=10, choices=RegistrationState.choices)
    number = models.PositiveIntegerField("序号")
    seat_from = models.ForeignKey(
        UnitSeats,
        verbose_name="占用的单位名额",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    registered_at = models.DateTimeField("报名时间", default=timezone.now)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="代报名的人",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    offered_until = models.DateTimeField("保留到", null=True, blank=True)
    asked_at = models.DateTimeField("请其确认的时间", null=True, blank=True)
    confirmed_at = models.DateTimeField("确认参加的时间", null=True, blank=True)
    cancelled_at = models.DateTimeField("退出的时间", null=True, blank=True)
    reminded_at = models.DateTimeField("提醒的时间", null=True, blank=True)
    reason = models.CharField("理由", max_length=200, blank=True)

    objects = RegistrationQuerySet.as_manager()

    wagtail_reference_index_ignore = True  # decision 11

    class Meta:
        verbose_name = "报名"
        verbose_name_plural = "报名"
        ordering = ["page", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "user"],
                condition=Q(state__in=ACTIVE),
                name="forums_registration_active_once",
                violation_error_message="已经报过名了。",
            ),
            models.UniqueConstraint(
                fields=["page", "number"], name="forums_registration_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offered_until__isnull=False),
                name="forums_registration_offer_has_end",
            ),
        ]
        indexes = [
            models.Index(fields=["page", "state", "number"], name="forums_reg_queue"),
            models.Index(fields=["user", "state"], name="forums_reg_own"),
            models.Index(
                fields=["offered_until"],
                condition=Q(state="offered"),
                name="forums_reg_offers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}：{self.get_state_display()}"

    @property
    def is_active(self) -> bool:
        """Whether it has not ended."""
        return self.state in ACTIVE

    @property
    def has_seat(self) -> bool:
        """Whether the person may come."""
        return self.state in SEATED

    @property
    def must_confirm(self) -> bool:
        """Whether the person was asked to say that they still come, and has not."""
        return self.has_seat and self.asked_at is not None and self.confirmed_at is None


class RegistrationChange(models.Model):
    """One change of one registration. Only added, never changed."""

    registration = models.ForeignKey(
        Registration, verbose_name="报名", on_delete=models.CASCADE, related_name="changes"
    )
    at = models.DateTimeField("时间", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="谁",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    verb = models.CharField("做了什么", max_length=12)
    from_state = models.CharField(
        "原状态", max_length=10, choices=RegistrationState.choices, blank=True
    )
    to_state = models.CharField("新状态", max_length=10, choices=RegistrationState.choices)
    note = models.CharField("说明", max_length=200, blank=True)

    wagtail_reference_index_ignore = True  # decision 11

    class Meta:
        verbose_name = "报名变动"
        verbose_name_plural = "报名变动"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}"


class Answer(models.Model):
    """What somebody answered to a question of the organiser."""

    registration = models.ForeignKey(
        Registration, verbose_name="报名", on_delete=models.CASCADE, related_name="answers"
    )
    question = models.ForeignKey(
        Question, verbose_name="问题", on_delete=models.PROTECT, related_name="answers"
    )
    text = models.CharField("回答", max_length=300, blank=True)

    wagtail_reference_index_ignore = True  # decision 11

    class Meta:
        verbose_name = "回答"
        verbose_name_plural = "回答"
        constraints = [
            models.UniqueConstraint(fields=["registration", "question"], name="forums_answer_once")
        ]

    def __str__(self) -> str:
        return self.text

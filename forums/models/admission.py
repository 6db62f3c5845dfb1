"""Who is let in to an event: seats, times, the organiser's questions. Edited at the desk."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from forums.models.pages import ForumEventPage


class Admission(models.Model):
    """How people register for one event. Its row is the lock behind which seats are counted.

    Attributes:
        capacity: seats; empty: as many as come.
        offer_hours: how long a seat that became free is kept for the next in the queue.
        confirm_hours_before: so many hours before the beginning a seat that nobody confirmed
            again goes to the next; 0: nobody is asked.
        online_link, online_note: seen by those who have a seat, by nobody else.
        next_number: the next number of the queue; numbers only grow.
    """

    class State(models.TextChoices):
        """What the organiser decided; the times decide the rest."""

        PREPARING = "preparing", "还没有开放"
        OPEN = "open", "按时间开放"
        STOPPED = "stopped", "暂停报名"
        CALLED_OFF = "called_off", "活动取消"

    page = models.OneToOneField(
        ForumEventPage, verbose_name="活动", on_delete=models.PROTECT, related_name="admission"
    )
    state = models.CharField("报名", max_length=12, choices=State.choices, default=State.PREPARING)
    capacity = models.PositiveIntegerField(
        "名额", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    opens_at = models.DateTimeField("报名开始", null=True, blank=True)
    closes_at = models.DateTimeField("报名截止", null=True, blank=True)
    needs_approval = models.BooleanField("报名要审核", default=False)
    offer_hours = models.PositiveSmallIntegerField(
        "候补保留（小时）", default=24, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    confirm_hours_before = models.PositiveSmallIntegerField(
        "开始前多少小时须确认", default=48, validators=[MaxValueValidator(720)]
    )
    online_link = models.URLField("线上参加的网址", max_length=500, blank=True)
    online_note = models.CharField("会议号、密码等", max_length=200, blank=True)
    called_off_reason = models.CharField("取消的原因", max_length=200, blank=True)
    next_number = models.PositiveIntegerField("下一个序号", default=1, editable=False)
    created_at = models.DateTimeField("建立时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "报名设置"
        verbose_name_plural = "报名设置"
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="forums_admission_closes_after_opening",
                violation_error_message="报名截止要晚于报名开始。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page}：报名"


class UnitSeats(models.Model):
    """Seats kept for one unit and all below it, until a day on which the rest is released."""

    admission = models.ForeignKey(
        Admission, verbose_name="报名设置", on_delete=models.CASCADE, related_name="unit_seats"
    )
    unit = models.ForeignKey(
        "people.Unit", verbose_name="单位", on_delete=models.PROTECT, related_name="+"
    )
    seats = models.PositiveIntegerField(
        "名额", validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    release_at = models.DateTimeField("没用完的何时放开")

    class Meta:
        verbose_name = "单位名额"
        verbose_name_plural = "单位名额"
        ordering = ["unit__path"]
        constraints = [
            models.UniqueConstraint(fields=["admission", "unit"], name="forums_unit_seats_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.seats}"


class Question(models.Model):
    """Something the organiser wants to know of whoever registers."""

    class Kind(models.TextChoices):
        """How it is answered."""

        LINE = "line", "一句话"
        CHOICE = "choice", "选一项"
        YES_NO = "yes_no", "是或否"

    admission = models.ForeignKey(
        Admission, verbose_name="报名设置", on_delete=models.CASCADE, related_name="questions"
    )
    label = models.CharField("问题", max_length=100)
    kind = models.CharField("怎样回答", max_length=10, choices=Kind.choices, default=Kind.LINE)
    options = models.CharField("选项", max_length=300, blank=True, help_text="用逗号隔开。")
    is_required = models.BooleanField("必须回答", default=False)
    order = models.PositiveSmallIntegerField("顺序", default=0)
    # An answered question is asked no longer, but its answers stay.
    retired_at = models.DateTimeField("不再问", null=True, editable=False)

    class Meta:
        verbose_name = "报名问题"
        verbose_name_plural = "报名问题"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.label

"""Class hours: a ledger of proposals. Rows are added, never changed; a counter-entry corrects."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from editorial.models.record import AppendOnly, AppendOnlyQuerySet
from forums.hours.rules import hours_words
from forums.models.attendance import Attendance
from forums.models.rows import EventSession


class HoursCeiling(models.Model):
    """How many hours count between two days, over a day, an event, or the whole time."""

    class Per(models.TextChoices):
        """What is added up."""

        DAY = "day", "每人每天"
        EVENT = "event", "每人每场活动"
        PERIOD = "period", "每人在起止日期之内"

    per = models.CharField("按什么算", max_length=10, choices=Per.choices)
    quarters = models.PositiveSmallIntegerField(
        "最多（四分之一学时为一份）",
        validators=[MinValueValidator(1), MaxValueValidator(4000)],
        help_text="4 份是 1 学时，例如 24 份是 6 学时。",
    )
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True, help_text="留空表示一直有效。")
    basis = models.CharField("依据", max_length=200, help_text="例如文件名称和文号。")

    class Meta:
        verbose_name = "学时上限"
        verbose_name_plural = "学时上限"
        ordering = ["-since", "per", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="forums_ceiling_until_after_since",
                violation_error_message="结束日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=~Q(per="period") | Q(until__isnull=False),
                name="forums_ceiling_period_ends",
                violation_error_message="按起止日期算的上限要写结束日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_per_display()}{hours_words(self.quarters)}学时"


class HoursEntryQuerySet(AppendOnlyQuerySet):
    """Rows of the ledger."""

    def proposals(self) -> "HoursEntryQuerySet":
        """Without the counter-entries."""
        return self.filter(counters=None)

    def standing(self) -> "HoursEntryQuerySet":
        """Proposals that no counter-entry has taken back."""
        return self.proposals().filter(countered_by=None)

    def with_steps(self) -> "HoursEntryQuerySet":
        """Mark each with ``is_hosted`` and ``is_schooled``: who has confirmed."""
        steps = HoursConfirmation.objects.filter(entry=OuterRef("pk"))
        return self.annotate(
            is_hosted=Exists(steps.filter(step=HoursConfirmation.Step.HOST)),
            is_schooled=Exists(steps.filter(step=HoursConfirmation.Step.SCHOOL)),
        )


class HoursEntry(AppendOnly):
    """Hours proposed for one attendance, or the counter-entry of such a row.

    What was true then is copied: the text of the event may change, the ledger does not.

    Attributes:
        round: which proposal of this attendance it is; a corrected one is followed by the next.
        unit: of the person on that day; its administrators confirm.
        quarters: positive in a proposal; its negative in the counter-entry.
        why_less: why it is less than planned.
        counters: the row that this one takes back, with ``reason``.
    """

    is_hosted: bool
    is_schooled: bool

    attendance = models.ForeignKey(
        Attendance, verbose_name="签到", on_delete=models.PROTECT, related_name="hours"
    )
    round = models.PositiveSmallIntegerField("第几次提出")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="老师",
        on_delete=models.PROTECT,
        related_name="hours",
    )
    unit = models.ForeignKey(
        "people.Unit", verbose_name="单位", null=True, on_delete=models.PROTECT, related_name="+"
    )
    session = models.ForeignKey(
        EventSession, verbose_name="场次", on_delete=models.PROTECT, related_name="hours"
    )
    event_title = models.CharField("活动", max_length=255)
    session_title = models.CharField("场次名称", max_length=120)
    day = models.DateField("日期")
    quarters = models.SmallIntegerField("学时（四分之一为一份）")
    planned_quarters = models.PositiveSmallIntegerField("拟认定")
    minutes = models.PositiveSmallIntegerField("计入分钟数")
    basis = models.CharField("依据", max_length=200, blank=True)
    why_less = models.CharField("少计的原因", max_length=300, blank=True)
    counters = models.OneToOneField(
        "self",
        verbose_name="冲销",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="countered_by",
    )
    reason = models.CharField("冲销的理由", max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="经手人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    made_at = models.DateTimeField("时间", default=timezone.now)

    objects = HoursEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "学时"
        verbose_name_plural = "学时"
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attendance", "round"],
                condition=Q(counters__isnull=True),
                name="forums_hours_round_once",
            ),
            models.CheckConstraint(
                condition=Q(counters__isnull=True, quarters__gt=0, reason="")
                | (Q(counters__isnull=False, quarters__lt=0) & ~Q(reason="")),
                name="forums_hours_sign",
                violation_error_message="冲销要写明理由，份数为负。",
            ),
            models.CheckConstraint(
                condition=Q(quarters__lte=F("planned_quarters")),
                name="forums_hours_at_most_planned",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-day"], name="forums_hours_own"),
            models.Index(fields=["unit", "-day"], name="forums_hours_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.day} {hours_words(self.quarters)}"

    @property
    def hours(self) -> str:
        """The class hours in figures: ``1.5``."""
        return hours_words(self.quarters)


class HoursSpan(AppendOnly):
    """Minutes that an entry covers; those of a person's standing entries never overlap."""

    entry = models.ForeignKey(
        HoursEntry, verbose_name="学时", on_delete=models.PROTECT, related_name="spans"
    )
    starts_at = models.DateTimeField("起")
    ends_at = models.DateTimeField("止")

    class Meta:
        verbose_name = "计入的时间"
        verbose_name_plural = "计入的时间"
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="forums_hours_span_forward"
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%H:%M}–{self.ends_at:%H:%M}"


class HoursConfirmation(AppendOnly):
    """A step of confirmation: first the host, then the school."""

    class Step(models.TextChoices):
        """Whose word it is."""

        HOST = "host", "主持人"
        SCHOOL = "school", "学校"

    entry = models.ForeignKey(
        HoursEntry, verbose_name="学时", on_delete=models.PROTECT, related_name="confirmations"
    )
    step = models.CharField("环节", max_length=10, choices=Step.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="确认人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "学时确认"
        verbose_name_plural = "学时确认"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "step"], name="forums_hours_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.by}"


class HoursExport(AppendOnly):
    """Who took hours out of the house, whose, and what for."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="导出人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("时间", default=timezone.now)
    since = models.DateField("起")
    until = models.DateField("止")
    scope = models.CharField("范围", max_length=200)
    reason = models.CharField("用途", max_length=200)
    rows = models.PositiveIntegerField("条数")

    class Meta:
        verbose_name = "学时导出"
        verbose_name_plural = "学时导出"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.since} 至 {self.until}，{self.rows} 条"

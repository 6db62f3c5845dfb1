import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from people.choices import Stage
from people.models.units import Unit


class Subject(models.Model):
    """A school subject 学科, kept by the district."""

    name = models.CharField("学科", max_length=20, unique=True)
    sort_order = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = "学科"
        verbose_name_plural = "学科"
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.name


class TeacherProfile(models.Model):
    """What makes an account a teacher. ``unit`` is the present one; see UnitMembership."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="teacher_profile",
        verbose_name="账号",
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        related_name="teachers",
        verbose_name="单位",
        help_text="调动请用“调动”操作，这样历史记录才完整。",
    )
    stage = models.CharField("学段", max_length=20, choices=Stage, blank=True, default="")
    subject = models.ForeignKey(
        Subject,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="teachers",
        verbose_name="学科",
    )
    teaching_since = models.PositiveSmallIntegerField(
        "从教年份",
        null=True,
        blank=True,
        validators=[MinValueValidator(1950), MaxValueValidator(2100)],
    )

    class Meta:
        verbose_name = "教师档案"
        verbose_name_plural = "教师档案"

    def __str__(self) -> str:
        return f"{self.user} · {self.unit}"

    def years_of_teaching(self, on: datetime.date) -> int | None:
        """Whole calendar years taught by ``on`` (first year counts as 1); None if unknown."""
        if self.teaching_since is None:
            return None
        return max(0, on.year - self.teaching_since + 1)


class UnitMembership(models.Model):
    """One stay of a teacher in a unit; the open row is the present unit.

    Written only by ``people.actions`` so that it never contradicts ``TeacherProfile.unit``.
    """

    teacher = models.ForeignKey(
        TeacherProfile,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name="教师",
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="memberships", verbose_name="单位"
    )
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    wagtail_reference_index_ignore = True  # decision 11

    class Meta:
        verbose_name = "任职经历"
        verbose_name_plural = "任职经历"
        ordering = ["teacher", "-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["teacher"],
                condition=models.Q(until__isnull=True),
                name="people_membership_one_open",
                violation_error_message="一位教师同一时间只能属于一个单位。",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="people_membership_until_after_since",
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ]

    def __str__(self) -> str:
        until = self.until.isoformat() if self.until else "至今"
        return f"{self.unit} {self.since.isoformat()} – {until}"

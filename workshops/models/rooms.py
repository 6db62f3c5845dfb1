"""What stands in a workshop's own room: years, plans, files, announcements."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from media.fields import VerifiedDocumentField

LONGEST_PLAN = 5000
LONGEST_ANNOUNCEMENT = 500


@register_setting(icon="group")
class WorkshopSettings(BaseGenericSetting):
    """The district's figures about workshops."""

    young_years = models.PositiveSmallIntegerField(
        "青年教师：从教年数不超过",
        default=5,
        help_text="“从教 N 年以内的教师”里的 N；从教第一年算 1。",
    )
    most_file_mb = models.PositiveSmallIntegerField(
        "共享文件单个上限（MB）", default=20, help_text="不会超过全站对附件的上限。"
    )
    most_files = models.PositiveSmallIntegerField("每个工作坊的共享文件数上限", default=300)

    class Meta:
        verbose_name = "工作坊设置"


def upload_to(instance: models.Model, filename: str) -> str:
    """Folder of shared files; no address leads there, ``files.views.download`` opens them."""
    return f"workshop_files/{filename}"


class WorkshopYear(models.Model):
    """A year of plans and dossiers, as the office words it."""

    name = models.CharField("名称", max_length=40, unique=True, help_text="例如：2026—2027学年。")
    starts_on = models.DateField("开始")
    ends_on = models.DateField("结束")
    due_on = models.DateField(
        "档案交稿日", null=True, blank=True, help_text="过了这一天仍可以交，只是会注明。"
    )

    class Meta:
        verbose_name = "工作坊年度"
        verbose_name_plural = "工作坊年度"
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="workshops_year_ends_after_start",
                violation_error_message="结束日期要晚于开始日期。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse years that share a day: what happened belongs to one."""
        super().clean()
        if not (self.starts_on and self.ends_on):
            return
        others = WorkshopYear.objects.exclude(pk=self.pk)
        other = others.filter(starts_on__lte=self.ends_on, ends_on__gte=self.starts_on).first()
        if other:
            raise ValidationError({"starts_on": f"与“{other}”的日期重叠。"})

    @classmethod
    def on(cls, day: date) -> "WorkshopYear | None":
        """Return the year of a day; between two, the one that ended last. Queries: 1."""
        return cls.objects.filter(starts_on__lte=day).first()


class YearPlan(models.Model):
    """What a workshop means to do in a year. Members read it at once; the public reads a plan
    only as a ``WorkshopPlanPage``, which takes the three reviews."""

    workshop = models.ForeignKey(
        "workshops.WorkshopPage", on_delete=models.CASCADE, related_name="year_plans"
    )
    year = models.ForeignKey(
        WorkshopYear, verbose_name="年度", on_delete=models.PROTECT, related_name="plans"
    )
    text = models.TextField("计划", max_length=LONGEST_PLAN)
    changed_at = models.DateTimeField("改动时间", default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "年度计划"
        verbose_name_plural = "年度计划"
        ordering = ["-year__starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "year"], name="workshops_plan_once")
        ]

    def __str__(self) -> str:
        return f"{self.year}计划"


class SharedFile(models.Model):
    """A file that a workshop shares among its members; nobody else can open it."""

    workshop = models.ForeignKey(
        "workshops.WorkshopPage", on_delete=models.CASCADE, related_name="shared_files"
    )
    title = models.CharField("名称", max_length=120)
    file = VerifiedDocumentField("文件", upload_to=upload_to)
    size = models.PositiveIntegerField("大小")
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="上传人",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    shared_at = models.DateTimeField("上传时间", default=timezone.now)

    class Meta:
        verbose_name = "共享文件"
        verbose_name_plural = "共享文件"
        ordering = ["-shared_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def extension(self) -> str:
        """The type of the file: pdf, docx, xlsx, pptx."""
        return str(self.file.name).rpartition(".")[2].lower()

    @property
    def download_name(self) -> str:
        """The name under which members store it."""
        return f"{self.title.removesuffix(f'.{self.extension}')}.{self.extension}"


class Announcement(models.Model):
    """Word of the host to the members."""

    workshop = models.ForeignKey(
        "workshops.WorkshopPage", on_delete=models.CASCADE, related_name="announcements"
    )
    text = models.TextField("内容", max_length=LONGEST_ANNOUNCEMENT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="发布人",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    made_at = models.DateTimeField("发布时间", default=timezone.now)

    class Meta:
        verbose_name = "工作坊通知"
        verbose_name_plural = "工作坊通知"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.text[:40]

"""每天读段"教育学": one dated passage a day."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from reading.models.catalogue import Work


class Passage(models.Model):
    """A short passage with its exact source."""

    text = models.TextField("段落")
    author = models.CharField("作者", max_length=60)
    source = models.CharField("出处", max_length=120)
    theme = models.CharField("主题", max_length=30, blank=True, db_index=True)
    work = models.ForeignKey(
        Work,
        verbose_name="出自目录里的书",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="passages",
    )

    class Meta:
        verbose_name = "读段"
        verbose_name_plural = "读段"

    def __str__(self) -> str:
        return self.text[:40]


class PassageDayQuerySet(models.QuerySet):
    """Which passage belongs to which day."""

    def on_or_before(self, day: date) -> "PassageDayQuerySet":
        """Those of ``day`` and earlier, newest first: a coming day is not shown ahead."""
        return self.filter(date__lte=day).select_related("passage__work").order_by("-date")


class PassageDay(models.Model):
    """The passage of one day."""

    date = models.DateField("日期", unique=True)
    passage = models.ForeignKey(
        Passage, verbose_name="读段", on_delete=models.PROTECT, related_name="days"
    )

    objects = PassageDayQuerySet.as_manager()

    class Meta:
        verbose_name = "读段日历"
        verbose_name_plural = "读段日历"
        ordering = ["-date"]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """The day's public page."""
        return reverse("reading:passage", args=[self.date])


class DayRecord(models.Model):
    """A reader wishes to note the days on which the passage was read.

    Opt-in and private: no other role, list, export or sum sees it or its days.
    """

    wagtail_reference_index_ignore = True  # nobody asks who refers to a reader's record

    reader = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="passage_record",
    )
    weekly_aim = models.PositiveSmallIntegerField(
        "每周想读几天",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(7)],
    )
    since = models.DateField("开始记录的日期", auto_now_add=True)

    class Meta:
        verbose_name = "读段记录"
        verbose_name_plural = "读段记录"

    def __str__(self) -> str:
        return f"每周{self.weekly_aim}天"


class DayRead(models.Model):
    """A reader read the passage of a day. Some four million rows in five years."""

    wagtail_reference_index_ignore = True

    record = models.ForeignKey(DayRecord, on_delete=models.CASCADE, related_name="days")
    date = models.DateField("日期")

    class Meta:
        verbose_name = "读过的一天"
        verbose_name_plural = "读过的日子"
        ordering = ["-date"]
        constraints = [
            models.UniqueConstraint(fields=["record", "date"], name="reading_one_mark_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d}"

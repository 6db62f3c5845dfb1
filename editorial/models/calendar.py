"""Days of the working calendar that differ from what is known of them."""

from django.db import models


class CalendarDay(models.Model):
    """One day of the district's calendar; it overrides the State Council's notice.

    Days without a row follow ``editorial.workdays.holidays``.
    """

    date = models.DateField(
        "日期", unique=True, error_messages={"unique": "这一天已经在日历里，请修改原来的那一行。"}
    )
    is_workday = models.BooleanField("上班", default=False)
    name = models.CharField("名称", max_length=40, blank=True, help_text="例如：国庆节，校庆放假。")

    class Meta:
        verbose_name = "工作日历"
        verbose_name_plural = "工作日历"
        ordering = ["-date"]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name or ('上班' if self.is_workday else '放假')}"

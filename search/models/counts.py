"""What was looked for, a day and a text a row; who looked is written nowhere."""

from django.db import models

LONGEST_TEXT = 100


class SearchCount(models.Model):
    """How often a text was searched on one day.

    The row with the empty text holds the searches whose text is not kept: what looks like personal
    data, and what came after a day had filled its rows.
    """

    day = models.DateField("日期")
    text = models.CharField("搜索内容", max_length=LONGEST_TEXT, blank=True)
    searches = models.PositiveIntegerField("搜索次数", default=0)
    fruitless = models.PositiveIntegerField("没有结果的次数", default=0)

    class Meta:
        verbose_name = "搜索统计"
        verbose_name_plural = "搜索统计"
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["day", "text"], name="search_one_count_a_day_and_text")
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.text}"

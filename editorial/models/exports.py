"""Who took the record out of the house, and why."""

from django.conf import settings
from django.db import models

from editorial.models.record import AppendOnly


class RecordExport(AppendOnly):
    """One export of the record of a period.

    Attributes:
        start, end: the first and the last day of the period, both included.
        rows: how many decisions the file holds.
    """

    exported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="导出人",
        on_delete=models.PROTECT,
        related_name="+",
    )
    exported_at = models.DateTimeField("导出时间", auto_now_add=True)
    start = models.DateField("起")
    end = models.DateField("止")
    reason = models.CharField("用途", max_length=200)
    rows = models.PositiveIntegerField("条数")

    class Meta:
        verbose_name = "审稿记录导出"
        verbose_name_plural = "审稿记录导出"
        ordering = ["-exported_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.start} 至 {self.end}，{self.rows} 条"

"""The programme's totals as they were counted last."""

from django.db import models

from reading.models.programme import ReadingYear


class YearFigures(models.Model):
    """The totals of one year, small groups already hidden: what the public page shows.

    Written only by ``reading.figures.actions.count_year``. No person and no school stands in it,
    nor any figure that was hidden: whoever reads this row reads what everybody may.
    """

    year = models.OneToOneField(
        ReadingYear, primary_key=True, on_delete=models.CASCADE, related_name="figures"
    )
    tables = models.JSONField("各项合计", default=list)
    total = models.PositiveIntegerField("读完的书", null=True)
    counted_at = models.DateTimeField("统计时间")

    class Meta:
        verbose_name = "阅读年度合计"
        verbose_name_plural = "阅读年度合计"

    def __str__(self) -> str:
        return f"{self.year}"

"""How often pages were opened: a page and a day a row; who opened it is written nowhere."""

from django.db import models


class PageViews(models.Model):
    """How often a page was opened on one day, or in one month of long ago.

    Attributes:
        first_day: the day, or the first of the month.
    """

    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="页面",
        on_delete=models.CASCADE,
        related_name="view_counts",
    )
    first_day = models.DateField("日期")
    is_month = models.BooleanField("整月", default=False)
    views = models.PositiveIntegerField("浏览次数", default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "浏览次数"
        verbose_name_plural = "浏览次数"
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["page", "first_day", "is_month"], name="feedback_one_count_a_page_and_day"
            )
        ]
        indexes = [models.Index(fields=["is_month", "first_day"], name="feedback_views_by_day")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.first_day:%Y-%m-%d}"

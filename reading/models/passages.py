"""每天读段"教育学": one dated passage a day."""

from datetime import date

from django.db import models
from django.urls import reverse
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet


@register_snippet
class Passage(models.Model):
    """A short passage with its exact source."""

    text = models.TextField("段落")
    author = models.CharField("作者", max_length=60)
    source = models.CharField("出处", max_length=120)

    panels = [FieldPanel("text"), FieldPanel("author"), FieldPanel("source")]

    class Meta:
        verbose_name = "读段"
        verbose_name_plural = "读段"

    def __str__(self) -> str:
        return self.text[:40]


class PassageDayQuerySet(models.QuerySet):
    """Which passage belongs to which day."""

    def on_or_before(self, day: date) -> "PassageDayQuerySet":
        """Those of ``day`` and earlier, newest first: a coming day is not shown ahead."""
        return self.filter(date__lte=day).select_related("passage").order_by("-date")


@register_snippet
class PassageDay(models.Model):
    """The passage of one day."""

    date = models.DateField("日期", unique=True)
    passage = models.ForeignKey(
        Passage, verbose_name="读段", on_delete=models.PROTECT, related_name="days"
    )

    objects = PassageDayQuerySet.as_manager()

    panels = [FieldPanel("date"), FieldPanel("passage")]

    class Meta:
        verbose_name = "读段日历"
        verbose_name_plural = "读段日历"
        ordering = ["-date"]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """The day's public page."""
        return reverse("reading:passage", args=[self.date])

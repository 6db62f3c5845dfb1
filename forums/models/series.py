"""A series: several stops under one name."""

from django.db import models
from django.urls import reverse


class EventSeries(models.Model):
    """The name under which several events belong together; editors keep the list."""

    title = models.CharField("名称", max_length=60, unique=True)
    about = models.TextField("说明", max_length=500, blank=True)
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)

    class Meta:
        verbose_name = "活动系列"
        verbose_name_plural = "活动系列"
        ordering = ["-year", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that gathers the stops."""
        return reverse("forums:series", args=[self.pk])

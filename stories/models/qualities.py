"""The qualities of a good teacher, by which stories are browsed."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet


@register_snippet
class Quality(models.Model):
    """One of the four qualities of a "四有" teacher; rows, because policy words them."""

    name = models.CharField("名称", max_length=20, unique=True)
    slug = models.SlugField("地址词", unique=True)
    order = models.PositiveSmallIntegerField("顺序", default=0)

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("order")]

    class Meta:
        verbose_name = "好老师品质"
        verbose_name_plural = "好老师品质"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

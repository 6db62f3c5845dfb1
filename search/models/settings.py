"""What a district decides about its search."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="search")
class SearchSettings(BaseGenericSetting):
    """How long searches are counted for, and from which number on a text is shown."""

    fewest_searches = models.PositiveSmallIntegerField(
        "至少搜索几次才列出",
        default=3,
        validators=[MinValueValidator(2), MaxValueValidator(100)],
        help_text="少见的内容可能指向某个人，只计入总数，不逐条显示。",
    )
    kept_days = models.PositiveSmallIntegerField(
        "搜索统计保留（天）",
        default=180,
        validators=[MinValueValidator(1), MaxValueValidator(1100)],
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("fewest_searches"), FieldPanel("kept_days")], heading="搜索统计"
        )
    ]

    class Meta:
        verbose_name = "搜索设置"

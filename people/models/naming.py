from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


class NameOrder(models.TextChoices):
    """By what names in lists are sorted."""

    PINYIN = "pinyin", "姓氏拼音"
    STROKES = "strokes", "姓氏笔画"


@register_setting(icon="order")
class NameSettings(BaseGenericSetting):
    """How lists of persons are ordered; see ``people.naming``."""

    order = models.CharField(
        "名单排序", max_length=10, choices=NameOrder.choices, default=NameOrder.PINYIN
    )

    panels = [FieldPanel("order")]

    class Meta:
        verbose_name = "姓名排序"

"""The figures of registration: a decision of the district, never a constant."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


def _hours(name: str, default: int, least: int, most: int, **options: object) -> models.Field:
    return models.PositiveSmallIntegerField(
        name,
        default=default,
        validators=[MinValueValidator(least), MaxValueValidator(most)],
        **options,
    )


@register_setting(icon="date")
class ForumSettings(BaseGenericSetting):
    """What a new event begins with, and when people are written to."""

    offer_hours = _hours("候补保留（小时）", 24, 1, 240)
    confirm_hours_before = _hours(
        "开始前多少小时须确认（小时）", 48, 0, 720, help_text="填 0 表示不用再确认。"
    )
    confirm_notice_hours = _hours(
        "请人确认留多少时间（小时）",
        72,
        12,
        720,
        help_text="在确认期限之前这么多小时发出请求；这段时间里才报名的，视为已确认。",
    )
    reminder_hours = _hours("开始前多少小时提醒（小时）", 24, 1, 240)

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("confirm_hours_before"), FieldPanel("confirm_notice_hours")]
                ),
                FieldRowPanel([FieldPanel("offer_hours"), FieldPanel("reminder_hours")]),
            ],
            heading="报名",
        )
    ]

    class Meta:
        verbose_name = "论坛活动设置"

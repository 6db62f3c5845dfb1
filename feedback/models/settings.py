"""What a district decides about letters, links and counts."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from portal.lasting import lasting

_HOST = re.compile(
    r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+"
)


def _whole(name: str, default: int, least: int, most: int, **options: object) -> models.Field:
    return models.PositiveSmallIntegerField(
        name,
        default=default,
        validators=[MinValueValidator(least), MaxValueValidator(most)],
        **options,
    )


@register_setting(icon="mail")
class FeedbackSettings(BaseGenericSetting):
    """How letters are kept from machines, what links out of the site do, what is counted."""

    work_bits = _whole(
        "浏览器验算难度",
        14,
        0,
        22,
        help_text="每加 1，浏览器要算的时间翻一倍。14 在普通手机上约一两秒，0 为不用算。",
    )
    least_seconds = _whole("少于几秒填完的先放到一边", 3, 0, 60)
    form_hours = _whole("表单几小时内有效", 4, 1, 48)
    longest_text = _whole("一封最多几个字", 3000, 200, 20000)
    most_of_account = _whole("一个账号每小时最多几封", 10, 1, 1000)
    most_worked = _whole(
        "验算通过的每小时最多几封",
        120,
        1,
        10000,
        help_text="全站合计，不按网络地址算：一所学校常常只有一个地址。超出的先放到“待确认”。",
    )
    most_asked = _whole("答题通过的每小时最多几封", 30, 1, 10000, help_text="同上。")
    most_held = _whole(
        "“待确认”每小时最多几封", 300, 1, 10000, help_text="再多就请读者过一会儿再来。"
    )
    contact_days = _whole("办结几天后清除联系方式", 90, 1, 1100)
    shows_leaving = models.BooleanField(
        "离开本站前提示", default=True, help_text="文章里指向站外的链接先到提示页，不自动跳转。"
    )
    counts_views = models.BooleanField(
        "统计浏览次数", default=True, help_text="只按页面和日期计数，不记任何人，只给编辑看。"
    )
    view_days = _whole("逐日的浏览次数保留几天", 400, 31, 1100, help_text="更早的并成逐月的。")

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("work_bits"), FieldPanel("least_seconds")]),
                FieldRowPanel([FieldPanel("form_hours"), FieldPanel("longest_text")]),
                FieldRowPanel([FieldPanel("most_of_account"), FieldPanel("most_worked")]),
                FieldRowPanel([FieldPanel("most_asked"), FieldPanel("most_held")]),
                FieldPanel("contact_days"),
            ],
            heading="意见建议与纠错",
        ),
        MultiFieldPanel([FieldPanel("shows_leaving")], heading="站外链接"),
        MultiFieldPanel([FieldPanel("counts_views"), FieldPanel("view_days")], heading="浏览次数"),
    ]

    class Meta:
        verbose_name = "读者反馈设置"

    @classmethod
    def current(cls) -> "FeedbackSettings":
        """Return the settings without writing a row where there is none yet. Queries: 1."""
        return cls.objects.first() or cls()

    @classmethod
    def in_force(cls) -> "FeedbackSettings":
        """Return the settings as every page needs them; must not be changed.

        Queries: 1 after a change; see ``portal.lasting``.
        """
        return lasting("feedback settings", cls.current)


class TrustedHost(models.Model):
    """A site to which links lead straight, as the education bureau's own."""

    host = models.CharField(
        "域名",
        max_length=253,
        unique=True,
        help_text="例如 www.example.cn；写 example.cn 时，它下面的各个域名也算。",
        error_messages={"unique": "这个域名已经在列表里了。"},
    )
    note = models.CharField("说明", max_length=60, blank=True)

    class Meta:
        verbose_name = "可直达的网站"
        verbose_name_plural = "可直达的网站"
        ordering = ["host"]

    def __str__(self) -> str:
        return self.host

    def clean(self) -> None:
        """Take a pasted address for its host."""
        super().clean()
        host = re.sub(r"^[a-z]+://", "", self.host.strip().lower())
        self.host = re.split(r"[/?#:]", host)[0].strip(".")
        if not _HOST.fullmatch(self.host):
            raise ValidationError({"host": "请填写域名，例如 www.example.cn。"})

"""The figures of the editorial office: a decision of the district, never a constant."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from editorial.models.manuscript import DEFAULT_NUMBER_FORMAT, validate_number_format


def _whole(name: str, default: int, least: int, most: int, **options: object) -> models.Field:
    return models.PositiveSmallIntegerField(
        name,
        default=default,
        validators=[MinValueValidator(least), MaxValueValidator(most)],
        **options,
    )


@register_setting(icon="clipboard-list")
class EditorialSettings(BaseGenericSetting):
    """How long things may take, and from where on they draw attention."""

    claim_hours = _whole("认领保留（小时）", 24, 1, 240)
    undo_seconds = _whole("可以撤销的时间（秒）", 30, 0, 300)
    school_days = _whole("校审限期（工作日）", 3, 1, 60)
    first_days = _whole("初审限期（工作日）", 3, 1, 60)
    second_days = _whole("复审限期（工作日）", 3, 1, 60)
    final_days = _whole("终审限期（工作日）", 3, 1, 60)
    similarity_attention = _whole(
        "雷同提醒线（%）", 30, 1, 100, help_text="与他人文字重合达到这个比例，提示作者和编辑。"
    )
    similarity_hold = _whole(
        "雷同关注线（%）", 50, 1, 100, help_text="达到这个比例，须由编辑写明意见才能通过。"
    )
    longest_quotation = _whole("单段引文最多字数", 300, 20, 5000)
    mail_minutes = _whole(
        "邮件间隔（分钟）", 5, 1, 60, help_text="同一位收件人在这段时间里的消息合成一封。"
    )
    digest_hour = _whole("每日提醒几点以后发", 7, 0, 23)
    sheet_number_format = models.CharField(
        "稿件编号写法",
        max_length=40,
        default=DEFAULT_NUMBER_FORMAT,
        validators=[validate_number_format],
        help_text="{year} 是年份，{number:04} 是补足四位的序号，如 {year}-{number:04}。",
    )
    retention_months = models.PositiveSmallIntegerField(
        "审稿记录保留（月）",
        null=True,
        blank=True,
        validators=[MinValueValidator(6), MaxValueValidator(1200)],
        help_text="留空表示一直保留；不得少于 6 个月。",
    )

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("claim_hours"), FieldPanel("undo_seconds")]),
                FieldRowPanel([FieldPanel("school_days"), FieldPanel("first_days")]),
                FieldRowPanel([FieldPanel("second_days"), FieldPanel("final_days")]),
            ],
            heading="审稿",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("similarity_attention"), FieldPanel("similarity_hold")]),
                FieldPanel("longest_quotation"),
            ],
            heading="检查",
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("mail_minutes"), FieldPanel("digest_hour")])],
            heading="通知",
        ),
        MultiFieldPanel(
            [FieldPanel("sheet_number_format"), FieldPanel("retention_months")], heading="记录"
        ),
    ]

    class Meta:
        verbose_name = "编辑部设置"

    def clean(self) -> None:
        """Attention comes before hold."""
        super().clean()
        if (
            self.similarity_attention
            and self.similarity_hold
            and self.similarity_attention > self.similarity_hold
        ):
            raise ValidationError({"similarity_attention": "提醒线不能高于关注线。"})

"""What the last examination found."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

LONGEST_WORDS = 300
LONGEST_ADDRESS = 500


class Matter(models.TextChoices):
    """What a finding is about, in the order in which it is shown."""

    STALE = "stale", "久未更新的栏目"
    LINK = "link", "打不开的站内链接"
    PICTURE = "picture", "没有替代文字的图片"
    EXPIRING = "expiring", "快要到期的内容"
    OUTSIDE = "outside", "请人工核对的站外链接"
    IDLE = "idle", "久未登录的账号"


class HealthExam(models.Model):
    """The last examination; one row.

    Attributes:
        figures: queues as they were then, each with ``label``, ``value`` and ``is_alarming``.
    """

    examined_at = models.DateTimeField("检查时间")
    figures = models.JSONField("队列", default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "站点体检"
        verbose_name_plural = "站点体检"
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="home_one_exam")]

    def __str__(self) -> str:
        return f"{self.examined_at:%Y-%m-%d %H:%M}"


class HealthFinding(models.Model):
    """One thing to look after.

    Attributes:
        page: where it is; none for what is no page's.
        title: of the page, the column or the unit.
        words: what is to be done about it.
        address: of a link, as it is written.
    """

    matter = models.CharField("类别", max_length=10, choices=Matter.choices)
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="页面",
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    title = models.CharField("名称", max_length=255)
    words = models.CharField("说明", max_length=LONGEST_WORDS)
    address = models.CharField("网址", max_length=LONGEST_ADDRESS, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "体检发现"
        verbose_name_plural = "体检发现"
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["matter", "id"], name="home_findings_by_matter")]

    def __str__(self) -> str:
        return f"{self.title}：{self.words}"


def _days(name: str, default: int, help_text: str = "") -> models.Field:
    return models.PositiveSmallIntegerField(
        name,
        default=default,
        validators=[MinValueValidator(1), MaxValueValidator(1100)],
        help_text=help_text,
    )


@register_setting(icon="warning")
class HealthSettings(BaseGenericSetting):
    """From when on something is worth a look."""

    stale_days = _days("栏目几天没有新内容算久未更新", 45)
    soon_days = _days("提前几天提醒到期", 30)
    idle_days = _days("几天没有登录算久未登录", 180, "只按单位计数；名单只给站点管理员看。")

    panels = [
        MultiFieldPanel(
            [FieldPanel("stale_days"), FieldPanel("soon_days"), FieldPanel("idle_days")],
            heading="站点体检",
        )
    ]

    class Meta:
        verbose_name = "站点体检设置"

    @classmethod
    def current(cls) -> "HealthSettings":
        """Return the settings without writing a row where there is none yet. Queries: 1."""
        return cls.objects.first() or cls()

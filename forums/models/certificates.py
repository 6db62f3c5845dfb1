"""Certificates: the facts as printed, and whether they still hold."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from editorial.models.manuscript import validate_number_format
from forums.models.pages import ForumEventPage

DEFAULT_NUMBER_FORMAT = "{year}-{number:05}"
CODE_BYTES = 16  # 128 bits: nobody finds a certificate by trying


def new_code() -> str:
    """Return the unguessable part of a certificate's address."""
    return secrets.token_urlsafe(CODE_BYTES)


@register_setting(icon="doc-full")
class CertificateSettings(BaseGenericSetting):
    """What stands on certificates; empty parts are left out."""

    title = models.CharField("名称", max_length=20, default="参加证明")
    issuer = models.CharField(
        "出具单位", max_length=60, blank=True, help_text="印在右下角，盖章处之上。留空则不印。"
    )
    number_format = models.CharField(
        "编号写法",
        max_length=40,
        default=DEFAULT_NUMBER_FORMAT,
        validators=[validate_number_format],
        help_text="{year} 是年份，{number:05} 是补足五位的序号，如 {year}-{number:05}。",
    )

    panels = [FieldPanel("title"), FieldPanel("issuer"), FieldPanel("number_format")]

    class Meta:
        verbose_name = "证书设置"


class CertificateYear(models.Model):
    """The last number given in a year; locked while the next ones are given."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    last = models.PositiveIntegerField("最后编号", default=0)

    class Meta:
        verbose_name = "证书编号年度"
        verbose_name_plural = "证书编号年度"

    def __str__(self) -> str:
        return f"{self.year}：{self.last}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Certificates."""

    def standing(self) -> "CertificateQuerySet":
        """Those that have not been withdrawn."""
        return self.filter(withdrawn_at=None)


class Certificate(models.Model):
    """One person's certificate of one event. Written only by ``forums.certificates.actions``.

    The facts are copied when it is issued, so that paper and page say the same for ever.

    Attributes:
        agreed_at: when the person let the public page show name and unit; none of it is shown
            before, and no PDF is made.
        closed_at: when they took that back.
    """

    code = models.CharField("查验码", max_length=32, unique=True, default=new_code, editable=False)
    year = models.PositiveSmallIntegerField("年份")
    number = models.PositiveIntegerField("序号")
    page = models.ForeignKey(
        ForumEventPage,
        verbose_name="活动",
        on_delete=models.PROTECT,
        related_name="certificates",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="持证人",
        on_delete=models.PROTECT,
        related_name="certificates",
    )
    written_number = models.CharField("编号", max_length=60)
    title = models.CharField("名称", max_length=20)
    issuer = models.CharField("出具单位", max_length=60, blank=True)
    person_name = models.CharField("姓名", max_length=50)
    unit_name = models.CharField("单位名称", max_length=100, blank=True)
    event_title = models.CharField("活动名称", max_length=255)
    event_kind = models.CharField("活动类型", max_length=20)
    place = models.CharField("地点", max_length=120, blank=True)
    held_from = models.DateField("活动开始")
    held_until = models.DateField("活动结束")
    sessions = models.PositiveSmallIntegerField("参加场次")
    of_sessions = models.PositiveSmallIntegerField("全部场次")
    issued_on = models.DateField("出具日期")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="出具人", on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField("同意公开查验的时间", null=True, blank=True)
    closed_at = models.DateTimeField("停止公开查验的时间", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="撤销人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawal_reason = models.CharField("撤销的理由", max_length=200, blank=True)
    created_at = models.DateTimeField("建立时间", default=timezone.now)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = "证书"
        verbose_name_plural = "证书"
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="forums_certificate_number"),
            models.UniqueConstraint(
                fields=["page", "user"],
                condition=Q(withdrawn_at__isnull=True),
                name="forums_certificate_once",
                violation_error_message="这位老师已经有这场活动的证书。",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal_reason=""),
                name="forums_certificate_withdrawn_with_reason",
                violation_error_message="撤销要写明理由。",
            ),
        ]
        indexes = [models.Index(fields=["user", "-created_at"], name="forums_certificate_own")]

    def __str__(self) -> str:
        return f"{self.written_number} {self.person_name}"

    def get_absolute_url(self) -> str:
        """The public page on which it can be checked."""
        return reverse("certificates:check", args=[self.code])

    @property
    def is_open(self) -> bool:
        """Whether its holder lets the public page show the facts."""
        return self.agreed_at is not None and self.closed_at is None

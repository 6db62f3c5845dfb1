"""The register of honours, and the trace of what was taken back."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from wagtail.documents import get_document_model_string

from editorial.models.record import AppendOnly
from stories.models.people import Exemplar


def keep_scan(collector: Any, field: models.Field, honours: Sequence["Honour"], using: str) -> None:
    """Refuse to delete a scan on which an honour rests (an ``on_delete``; 403, not 500)."""
    raise PermissionDenied("这是一项荣誉的证明材料，不能删除。")


class HonourLevel(models.IntegerChoices):
    """Who stands behind an honour; lists begin with the highest."""

    NATIONAL = 1, "国家级"
    PROVINCIAL = 2, "省级"
    MUNICIPAL = 3, "市级"
    DISTRICT = 4, "区县级"
    TOWNSHIP = 5, "乡镇级"
    SCHOOL = 6, "校级"


class Basis(models.TextChoices):
    """What the register has seen of an honour."""

    DOCUMENT = "document", "表彰文件"
    CERTIFICATE = "certificate", "证书原件"
    STATED = "stated", "稿件所述，未核对"


class HonourQuerySet(models.QuerySet["Honour"]):
    """Honours; what the public sees begins with ``in_force``."""

    def in_force(self) -> "HonourQuerySet":
        """Those that nobody took back."""
        return self.filter(revoked_on=None)

    def verified(self) -> "HonourQuerySet":
        """Those of which the register has seen a document."""
        return self.exclude(basis=Basis.STATED)

    def newest_first(self) -> "HonourQuerySet":
        """By year, then by level; those without a year last."""
        return self.order_by(
            models.F("year").desc(nulls_last=True), models.F("level").asc(nulls_last=True), "pk"
        )


class Honour(models.Model):
    """An honour that one person holds.

    What a story says about honours is matched with these rows (``honours.rules``); readers see an
    honour only while its row is in force. ``revoked_on`` is written by ``honours.actions`` alone,
    together with a ``HonourEvent``.
    """

    holder = models.ForeignKey(
        Exemplar, verbose_name="获得者", on_delete=models.PROTECT, related_name="honours"
    )
    title = models.CharField("荣誉名称", max_length=80)
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    level = models.PositiveSmallIntegerField(
        "级别", choices=HonourLevel.choices, null=True, blank=True
    )
    issuing_body = models.CharField("授予单位", max_length=80, blank=True)
    document_number = models.CharField(
        "文号", max_length=60, blank=True, help_text="照文件写，例如：某教字〔2024〕3号。"
    )
    basis = models.CharField(
        "依据",
        max_length=12,
        choices=Basis.choices,
        default=Basis.DOCUMENT,
        help_text="见过文件或证书再选前两项；“稿件所述”的不进公开的荣誉名录。",
    )
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name="文件或证书扫描件",
        on_delete=keep_scan,
        null=True,
        blank=True,
        related_name="+",
        help_text="只存档，不公开。",
    )
    revoked_on = models.DateField("撤销日期", null=True, blank=True, editable=False)

    objects = HonourQuerySet.as_manager()

    class Meta:
        verbose_name = "荣誉"
        verbose_name_plural = "荣誉名录"
        ordering = [models.F("year").desc(nulls_last=True), "level", "pk"]
        indexes = [models.Index(fields=["year", "level"], name="stories_honour_year_level")]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__range=(1949, 2100)),
                name="stories_honour_year_is_one",
                violation_error_message="请写四位数的年份。",
            ),
            models.UniqueConstraint(
                "holder",
                "title",
                Coalesce("year", 0),
                name="stories_honour_once",
                violation_error_message="这位老师的这项荣誉已经登记过了。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年{self.title}" if self.year else self.title

    @property
    def level_name(self) -> str:
        """The level in words; empty where none is known."""
        return str(HonourLevel(self.level).label) if self.level else ""

    @property
    def is_verified(self) -> bool:
        """Whether the register has seen a document."""
        return self.basis != Basis.STATED


class HonourWording(models.Model):
    """How a story calls an honour: joins its words, through all versions, with the register.

    Attributes:
        key: the words as ``honours.rules.wording_key`` has them.
        year: as the story states it; 0 where it states none.
    """

    honour = models.ForeignKey(
        Honour, verbose_name="荣誉", on_delete=models.CASCADE, related_name="wordings"
    )
    key = models.CharField("稿件里的写法", max_length=80)
    year = models.PositiveSmallIntegerField("稿件里的年度", default=0)

    class Meta:
        verbose_name = "稿件里的写法"
        verbose_name_plural = "稿件里的写法"
        constraints = [
            models.UniqueConstraint(
                fields=["honour", "key", "year"], name="stories_honour_wording_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}年{self.key}" if self.year else self.key


class HonourEvent(AppendOnly):
    """An honour was taken back, or a revocation was; written once, kept by the database itself."""

    class Kind(models.TextChoices):
        """What happened."""

        REVOKED = "revoked", "撤销"
        RESTORED = "restored", "恢复"

    honour = models.ForeignKey(
        Honour, verbose_name="荣誉", on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField("经过", max_length=10, choices=Kind.choices)
    on = models.DateField("日期")
    reason = models.CharField("理由", max_length=300)
    document_number = models.CharField("文号", max_length=60, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="经办人",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = "荣誉的撤销与恢复"
        verbose_name_plural = "荣誉的撤销与恢复"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="stories_honour_event_has_reason")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.honour}"

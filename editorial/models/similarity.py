"""What pieces are compared with, and what came of it."""

from django.conf import settings
from django.db import models
from wagtail.models import Page, Revision


class SimilaritySource(models.Model):
    """The version of a piece that was handed in last: what others' pieces are compared with.

    Goes with its page or its version; a piece that was withdrawn or declined remains.
    """

    wagtail_reference_index_ignore = True

    page = models.OneToOneField(
        Page, verbose_name="稿件", on_delete=models.CASCADE, related_name="+"
    )
    revision = models.ForeignKey(
        Revision, verbose_name="版本", on_delete=models.CASCADE, related_name="+"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="作者",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    characters = models.PositiveIntegerField("比对字数")
    indexed_at = models.DateTimeField("收入时间", auto_now=True)

    class Meta:
        verbose_name = "比对来源"
        verbose_name_plural = "比对来源"

    def __str__(self) -> str:
        return f"稿件 {self.page_id} 第 {self.revision_id} 版"


class Fingerprint(models.Model):
    """One hash of a source (``editorial.similarity.winnowing``).

    The key is the index that is searched: no third column, no second index over hashes.
    """

    wagtail_reference_index_ignore = True

    pk = models.CompositePrimaryKey("hash", "source_id")
    hash = models.BigIntegerField("指纹")
    source = models.ForeignKey(
        SimilaritySource, verbose_name="来源", on_delete=models.CASCADE, related_name="fingerprints"
    )

    class Meta:
        verbose_name = "指纹"
        verbose_name_plural = "指纹"

    def __str__(self) -> str:
        return f"{self.hash}"


class SimilarityReport(models.Model):
    """How much of one version stands elsewhere too, and where.

    Attributes:
        percent: the share of the author's own words, rounded down.
        matches: what ``editorial.similarity.results.Found.as_json`` writes. It holds names and
            titles: only ``editorial.similarity.shown_to`` decides who sees which.
    """

    wagtail_reference_index_ignore = True

    revision = models.OneToOneField(
        Revision, verbose_name="版本", on_delete=models.CASCADE, related_name="+"
    )
    percent = models.PositiveSmallIntegerField("重合比例（%）")
    matches = models.JSONField("重合之处", default=list)
    computed_at = models.DateTimeField("比对时间", auto_now=True)

    class Meta:
        verbose_name = "雷同比对"
        verbose_name_plural = "雷同比对"

    def __str__(self) -> str:
        return f"第 {self.revision_id} 版：{self.percent}%"

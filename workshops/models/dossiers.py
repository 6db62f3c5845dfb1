"""The dossier of a year: what happened, what the host says of it, what the office says."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from workshops.choices import DossierState
from workshops.models.rooms import WorkshopYear

LONGEST_ANSWER = 1000
LONGEST_SUMMARY = 2000


class Indicator(models.Model):
    """What a dossier is assessed by; rows that the office keeps, for the years it names."""

    name = models.CharField("指标", max_length=60)
    explanation = models.CharField(
        "说明", max_length=300, blank=True, help_text="看什么、以什么为依据，主持人会看到。"
    )
    weight = models.PositiveSmallIntegerField(
        "权重", default=10, help_text="只说明轻重，不累加成分数。"
    )
    level_lines = models.TextField(
        "等级", default="优秀\n良好\n合格\n待改进", help_text="一行一个，从高到低。"
    )
    years = models.ManyToManyField(
        WorkshopYear, verbose_name="用于哪些年度", blank=True, related_name="indicators"
    )
    order = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "评议指标"
        verbose_name_plural = "评议指标"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def levels(self) -> list[str]:
        """The levels from the highest down."""
        lines = (line.strip() for line in self.level_lines.splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class Dossier(models.Model):
    """One year of one workshop. Written only by ``workshops.dossier.actions``.

    Attributes:
        summary: the host's own words about the year.
        facts: what had happened, as it stood when the dossier was handed in; later changes of
            pages do not rewrite it.
        opinion: the office's words.
    """

    workshop = models.ForeignKey(
        "workshops.WorkshopPage", on_delete=models.CASCADE, related_name="dossiers"
    )
    year = models.ForeignKey(
        WorkshopYear, verbose_name="年度", on_delete=models.PROTECT, related_name="dossiers"
    )
    state = models.CharField(
        "状态", max_length=10, choices=DossierState.choices, default=DossierState.OPEN
    )
    summary = models.TextField("自评", max_length=LONGEST_SUMMARY, blank=True)
    facts = models.JSONField("记录", default=dict, blank=True)
    opinion = models.TextField("评议意见", max_length=LONGEST_SUMMARY, blank=True)
    handed_in_at = models.DateTimeField("交稿时间", null=True)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="交稿人",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    assessed_at = models.DateTimeField("评议时间", null=True)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="评议人",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "年度档案"
        verbose_name_plural = "年度档案"
        ordering = ["-year__starts_on", "workshop__title"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "year"], name="workshops_dossier_once"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "returned"]) | Q(handed_in_at__isnull=False),
                name="workshops_dossier_handed_in",
                violation_error_message="没有交稿的档案不能评议。",
            ),
            models.CheckConstraint(
                condition=~Q(state="assessed") | Q(assessed_at__isnull=False),
                name="workshops_dossier_assessed",
                violation_error_message="评议要有日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workshop}{self.year}"


class DossierAnswer(models.Model):
    """One indicator of a dossier: the host's level and words, and the office's.

    Name, weight and levels are those of the day on which it was written: the office may word its
    indicators anew without rewriting what was assessed.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="answers")
    indicator = models.ForeignKey(
        Indicator, null=True, on_delete=models.SET_NULL, related_name="answers"
    )
    order = models.PositiveSmallIntegerField("顺序", default=0)
    name = models.CharField("指标", max_length=60)
    explanation = models.CharField("说明", max_length=300, blank=True)
    weight = models.PositiveSmallIntegerField("权重")
    levels = models.JSONField("等级", default=list)
    level = models.CharField("自评等级", max_length=20, blank=True)
    text = models.TextField("自评说明", max_length=LONGEST_ANSWER, blank=True)
    office_level = models.CharField("评议等级", max_length=20, blank=True)
    office_text = models.TextField("评议说明", max_length=LONGEST_ANSWER, blank=True)

    wagtail_reference_index_ignore = True  # decision 11

    class Meta:
        verbose_name = "指标自评"
        verbose_name_plural = "指标自评"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "indicator"], name="workshops_answer_once")
        ]

    def __str__(self) -> str:
        return self.name


class DossierStep(models.Model):
    """What was done with a dossier: who, when, with which sentence. Rows are only ever added."""

    class Verb(models.TextChoices):
        """What can be done."""

        HAND_IN = "hand_in", "交稿"
        RETURN = "return", "退回补充"
        ASSESS = "assess", "评议"

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField("做了什么", max_length=10, choices=Verb.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="谁",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField("时间", default=timezone.now)
    words = models.CharField("说明", max_length=300, blank=True)

    wagtail_reference_index_ignore = True  # decision 11

    class Meta:
        verbose_name = "档案经过"
        verbose_name_plural = "档案经过"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"

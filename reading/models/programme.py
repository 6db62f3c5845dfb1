"""2+N as data: what a year asks for, when it runs, what a teacher plans, what was decided."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from people.choices import Stage
from reading.choices import WorkKind
from reading.models.catalogue import Work
from reading.models.records import ReadingRecord


class Evidence(models.TextChoices):
    """What makes a book fill its slot."""

    FINISHED = "finished", "读完即可"
    REVIEW = "review", "读完并写好读书笔记"


class RuleSet(models.Model):
    """How many books of each kind a year asks for, and what counts as evidence.

    The figures are the district's; a rule set that a year has used is not changed afterwards, a
    new one is made.
    """

    name = models.CharField("名称", max_length=60, unique=True)
    classics = models.PositiveSmallIntegerField("教育名著（精读）本数", default=1)
    monographs = models.PositiveSmallIntegerField("学科专著（通读）本数", default=1)
    general = models.PositiveSmallIntegerField(
        "教育之外（泛读）本数", default=0, help_text="0 表示读几本都好，不设数目。"
    )
    classic_evidence = models.CharField(
        "教育名著的依据", max_length=10, choices=Evidence.choices, default=Evidence.REVIEW
    )
    monograph_evidence = models.CharField(
        "学科专著的依据", max_length=10, choices=Evidence.choices, default=Evidence.REVIEW
    )
    general_evidence = models.CharField(
        "教育之外的依据", max_length=10, choices=Evidence.choices, default=Evidence.FINISHED
    )
    source = models.CharField("依据的文件或通知", max_length=120, blank=True)

    class Meta:
        verbose_name = "2+N 规则"
        verbose_name_plural = "2+N 规则"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class ReadingYear(models.Model):
    """The days in which finished books count for one year of the programme."""

    name = models.CharField("名称", max_length=30, unique=True)
    starts_on = models.DateField("开始")
    ends_on = models.DateField("结束")
    rule_set = models.ForeignKey(
        RuleSet, verbose_name="规则", on_delete=models.PROTECT, related_name="years"
    )

    wagtail_reference_index_ignore = True  # decision 11

    class Meta:
        verbose_name = "阅读年度"
        verbose_name_plural = "阅读年度"
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="reading_year_ends_after_start",
                violation_error_message="结束日期要晚于开始日期。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Period(models.Model):
    """A term or holiday of one stage of schooling, or of all."""

    class Kind(models.TextChoices):
        """What the schools do meanwhile."""

        TERM = "term", "学期"
        HOLIDAY = "holiday", "假期"

    name = models.CharField("名称", max_length=30)
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    stage = models.CharField(
        "学段", max_length=20, choices=Stage, blank=True, default="", help_text="留空为所有学段。"
    )
    starts_on = models.DateField("开始")
    ends_on = models.DateField("结束")

    class Meta:
        verbose_name = "学期与假期"
        verbose_name_plural = "学期与假期"
        ordering = ["-starts_on", "stage"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="reading_period_ends_after_start",
                violation_error_message="结束日期要晚于开始日期。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_stage_display()}）" if self.stage else self.name


class PlannedBook(models.Model):
    """A book that a teacher means to read in a year, and for which slot."""

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="planned_books"
    )
    year = models.ForeignKey(ReadingYear, on_delete=models.CASCADE, related_name="planned_books")
    work = models.ForeignKey(
        Work, verbose_name="图书", on_delete=models.PROTECT, related_name="planned"
    )
    slot = models.CharField("位置", max_length=10, choices=WorkKind.choices)
    period = models.ForeignKey(
        Period,
        verbose_name="打算何时读",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    wagtail_reference_index_ignore = True  # private, see reading.models.records

    class Meta:
        verbose_name = "计划读的书"
        verbose_name_plural = "计划读的书"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "year", "work"],
                name="reading_planned_once_a_year",
                violation_error_message="这本书已经在计划里。",
            )
        ]

    def __str__(self) -> str:
        return str(self.work)


class Placement(models.Model):
    """A reader put a finished book into a slot of the own choice; without one the rules do."""

    record = models.OneToOneField(
        ReadingRecord, on_delete=models.CASCADE, related_name="placement", verbose_name="记录"
    )
    slot = models.CharField("位置", max_length=10, choices=WorkKind.choices)
    made_at = models.DateTimeField("放置时间", default=timezone.now)

    wagtail_reference_index_ignore = True  # private, see reading.models.records

    class Meta:
        verbose_name = "书的位置"
        verbose_name_plural = "书的位置"

    def __str__(self) -> str:
        return self.get_slot_display()


class Correction(models.Model):
    """A school administrator decided otherwise, with a reason that the teacher reads.

    The newest that is not taken back holds, and goes before the reader's own placement.
    """

    NOT_COUNTED = "none"
    SLOTS = [*WorkKind.choices, (NOT_COUNTED, "不计入")]

    record = models.ForeignKey(
        ReadingRecord, on_delete=models.CASCADE, related_name="corrections", verbose_name="记录"
    )
    slot = models.CharField("改为", max_length=10, choices=SLOTS)
    reason = models.CharField("理由", max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="经办人",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    made_at = models.DateTimeField("更正时间", default=timezone.now)
    taken_back_at = models.DateTimeField("撤回时间", null=True, blank=True)

    wagtail_reference_index_ignore = True  # private, see reading.models.records

    class Meta:
        verbose_name = "学校的更正"
        verbose_name_plural = "学校的更正"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="reading_correction_has_reason",
                violation_error_message="请写明理由，老师会看到。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_slot_display()}：{self.reason}"


class SharedYear(models.Model):
    """A reader shows the own year in books to whoever has the address."""

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shared_years"
    )
    year = models.ForeignKey(ReadingYear, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=32, unique=True, editable=False)
    shows_name = models.BooleanField("写上我的名字", default=False)
    shared_at = models.DateTimeField("分享时间", default=timezone.now)

    wagtail_reference_index_ignore = True  # private, see reading.models.records

    class Meta:
        verbose_name = "分享的年度书单"
        verbose_name_plural = "分享的年度书单"
        constraints = [
            models.UniqueConstraint(fields=["reader", "year"], name="reading_year_shared_once")
        ]

    def __str__(self) -> str:
        return str(self.year)

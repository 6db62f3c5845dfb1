"""参赛作品: who entered what, its files, what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forums.models.contests import AwardLevel, Contest, ContestGroup


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries."""

    def standing(self) -> "EntryQuerySet":
        """Those that take part."""
        return self.filter(state=Entry.State.ENTERED)


class Entry(models.Model):
    """One person's entry in one group. Written only by ``forums.contests.actions``.

    Attributes:
        number: what the entrant and the organiser call it by.
        blind_number: what jurors call it by; drawn with the assignment, and all that they see.
        unit: of the entrant on the day of entering.
        names_public, work_public: the entrant's consent, which may be taken back at any time.
        consent_form: which wording of the district's form was agreed to.
        result, place, award, explanation: as published; the explanation is each score with its
            weight, as the rule computed it.
    """

    class State(models.TextChoices):
        """Where it stands."""

        ENTERED = "entered", "参赛"
        WITHDRAWN = "withdrawn", "已退赛"
        EXCLUDED = "excluded", "取消资格"

    contest = models.ForeignKey(
        Contest, verbose_name="比赛", on_delete=models.PROTECT, related_name="entries"
    )
    group = models.ForeignKey(
        ContestGroup, verbose_name="组别", on_delete=models.PROTECT, related_name="entries"
    )
    contestant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="参赛人",
        on_delete=models.PROTECT,
        related_name="contest_entries",
    )
    unit = models.ForeignKey(
        "people.Unit",
        verbose_name="单位",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    title = models.CharField("作品名称", max_length=100)
    number = models.PositiveIntegerField("作品号")
    blind_number = models.PositiveIntegerField("盲评号", null=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.ENTERED)
    reason = models.CharField("理由", max_length=200, blank=True)
    names_public = models.BooleanField("同意公布姓名和单位", default=False)
    work_public = models.BooleanField("同意公开作品", default=False)
    consent_form = models.CharField("同意书版本", max_length=60, blank=True)
    consented_at = models.DateTimeField("同意时间", null=True)
    entered_at = models.DateTimeField("交来时间", default=timezone.now)
    changed_at = models.DateTimeField("最后改动", default=timezone.now)
    result = models.DecimalField("得分", max_digits=9, decimal_places=4, null=True)
    place = models.PositiveIntegerField("名次", null=True)
    award = models.ForeignKey(
        AwardLevel,
        verbose_name="奖项",
        null=True,
        on_delete=models.PROTECT,
        related_name="entries",
    )
    explanation = models.JSONField("计分过程", null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "参赛作品"
        verbose_name_plural = "参赛作品"
        ordering = ["contest", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "contestant"],
                condition=Q(state="entered"),
                name="forums_entry_once",
                violation_error_message="这一组您已经交过作品了。",
            ),
            models.UniqueConstraint(fields=["contest", "number"], name="forums_entry_number_once"),
            models.UniqueConstraint(
                fields=["contest", "blind_number"], name="forums_entry_blind_number_once"
            ),
        ]
        indexes = [models.Index(fields=["contestant", "state"], name="forums_entry_own")]

    def __str__(self) -> str:
        return f"{self.number} 号作品"

    @property
    def is_standing(self) -> bool:
        """Whether it takes part."""
        return self.state == self.State.ENTERED


class EntryFile(models.Model):
    """A file of an entry, private, and without what names its author.

    Attributes:
        names_found: the entrant's name or unit stands in the text of the file.
    """

    entry = models.ForeignKey(
        Entry, verbose_name="作品", on_delete=models.CASCADE, related_name="files"
    )
    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        verbose_name="文件",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name="图片",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # What the entrant called the file; for the entrant and the organiser, never for jurors.
    own_name = models.CharField("原文件名", max_length=200, blank=True)
    names_found = models.BooleanField("文件里有姓名或单位", default=False)
    added_at = models.DateTimeField("上传时间", default=timezone.now)

    class Meta:
        verbose_name = "作品文件"
        verbose_name_plural = "作品文件"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False, image__isnull=True)
                | Q(document__isnull=True, image__isnull=False),
                name="forums_entry_file_one",
            )
        ]

    def __str__(self) -> str:
        return f"作品文件 {self.pk}"

    @property
    def stored(self) -> models.fields.files.FieldFile:
        """The file itself."""
        return (self.document or self.image).file

    @property
    def extension(self) -> str:
        """The ending of its name: pdf, jpg, …"""
        return str(self.stored.name).rpartition(".")[2].lower()


class Objection(models.Model):
    """异议: an entrant doubts the published result; the organiser answers, and that stays."""

    class Outcome(models.TextChoices):
        """What came of it."""

        OPEN = "open", "等答复"
        UPHELD = "upheld", "成立"
        REJECTED = "rejected", "不成立"

    entry = models.ForeignKey(
        Entry, verbose_name="作品", on_delete=models.PROTECT, related_name="objections"
    )
    text = models.TextField("异议", max_length=1000)
    filed_at = models.DateTimeField("提出时间", default=timezone.now)
    outcome = models.CharField("结论", max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    answer = models.TextField("答复", max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="答复人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answered_at = models.DateTimeField("答复时间", null=True)

    wagtail_reference_index_ignore = True  # decision 11

    class Meta:
        verbose_name = "异议"
        verbose_name_plural = "异议"
        ordering = ["filed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(outcome="open"), name="forums_objection_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry}：{self.get_outcome_display()}"

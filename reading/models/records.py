"""The own reading record: private to its reader, whoever else asks.

Wagtail's reference index would list each record under "where the book is used" for every editor,
and keep a row of its own for each; so no model here is in it.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from reading.choices import WorkKind
from reading.models.catalogue import Edition, Work


class ReadingState(models.TextChoices):
    """Where a reader stands with a book."""

    WANT = "want", "想读"
    READING = "reading", "在读"
    FINISHED = "finished", "读完"
    STOPPED = "stopped", "放下了"


OPEN_STATES = (ReadingState.WANT, ReadingState.READING)


class RecordQuerySet(models.QuerySet["ReadingRecord"]):
    """Records; every reading of them begins with whose they are."""

    def of(self, reader: object) -> "RecordQuerySet":
        """Those of one reader: nobody else may see them."""
        return self.filter(reader=reader)

    def finished_between(self, first: date, last: date) -> "RecordQuerySet":
        """Those finished on one of the days, both included."""
        return self.filter(state=ReadingState.FINISHED, finished_on__range=(first, last))


class ReadingRecord(models.Model):
    """One reading of one work by one reader; a re-read is another record.

    Written only by ``reading.shelf.actions``. No admin, search or API knows this model.
    """

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="读者",
        on_delete=models.CASCADE,
        related_name="reading_records",
    )
    work = models.ForeignKey(
        Work, verbose_name="图书", on_delete=models.PROTECT, related_name="records"
    )
    edition = models.ForeignKey(
        Edition,
        verbose_name="版本",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state = models.CharField("状态", max_length=10, choices=ReadingState.choices)
    wanted_on = models.DateField("想读的日期", null=True, blank=True)
    started_on = models.DateField("开始日期", null=True, blank=True)
    finished_on = models.DateField("读完日期", null=True, blank=True)
    stopped_on = models.DateField("放下的日期", null=True, blank=True)
    page = models.PositiveSmallIntegerField("读到第几页", null=True, blank=True)
    pages = models.PositiveSmallIntegerField("共几页", null=True, blank=True)
    # What the reader says the book is where the rules leave it open; see programme.rules.
    chosen_kind = models.CharField("算作", max_length=10, choices=WorkKind.choices, blank=True)
    # A reader may keep a finished book out of the programme, and so out of the school's sight.
    counts = models.BooleanField("计入 2+N", default=True)
    # The reading log about it, and the day on which it was handed in or kept complete.
    log = models.ForeignKey(
        "reading.ReadingLogPage",
        verbose_name="读书笔记",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="records",
    )
    logged_on = models.DateField("笔记写成的日期", null=True, blank=True)
    created_at = models.DateTimeField("记下的时间", default=timezone.now)
    updated_at = models.DateTimeField("改动的时间", auto_now=True)

    wagtail_reference_index_ignore = True

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "阅读记录"
        verbose_name_plural = "阅读记录"
        ordering = ["-updated_at", "-pk"]
        indexes = [
            models.Index(fields=["reader", "state", "-updated_at"], name="reading_record_shelf"),
            models.Index(fields=["reader", "finished_on"], name="reading_record_year"),
            models.Index(fields=["work", "state"], name="reading_record_work"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "work"],
                condition=Q(state__in=OPEN_STATES),
                name="reading_one_open_record_a_book",
                violation_error_message="这本书已经在您的书架上。",
            ),
            models.CheckConstraint(
                condition=~Q(state="finished") | Q(finished_on__isnull=False),
                name="reading_finished_has_a_day",
                violation_error_message="请填写读完的日期。",
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True)
                | Q(finished_on__isnull=True)
                | Q(finished_on__gte=F("started_on")),
                name="reading_finished_after_started",
                violation_error_message="读完日期早于开始日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work}{self.get_state_display()}"


class ProgressEntry(models.Model):
    """How far a reader was on a day."""

    record = models.ForeignKey(ReadingRecord, on_delete=models.CASCADE, related_name="progress")
    on = models.DateField("日期")
    page = models.PositiveSmallIntegerField("读到第几页")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "阅读进度"
        verbose_name_plural = "阅读进度"
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["record", "on"], name="reading_one_progress_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} 第{self.page}页"


class Note(models.Model):
    """A thought of the reader, or a quotation with its page."""

    class Kind(models.TextChoices):
        """Whose words they are."""

        THOUGHT = "thought", "随想"
        QUOTATION = "quotation", "摘句"

    record = models.ForeignKey(ReadingRecord, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices, default=Kind.THOUGHT)
    text = models.TextField("内容", max_length=2000)
    page = models.PositiveSmallIntegerField("页码", null=True, blank=True)
    made_at = models.DateTimeField("记下的时间", default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "札记"
        verbose_name_plural = "札记"
        ordering = ["page", "pk"]

    def __str__(self) -> str:
        return self.text[:40]


class AnnotationPhoto(models.Model):
    """A photo of a page with the reader's annotations; no picture of the site, so no admin."""

    record = models.ForeignKey(ReadingRecord, on_delete=models.CASCADE, related_name="photos")
    file = models.ImageField(
        "照片", upload_to="annotations/%Y/%m", width_field="width", height_field="height"
    )
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    page = models.PositiveSmallIntegerField("页码", null=True, blank=True)
    made_at = models.DateTimeField("上传时间", default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "批注照片"
        verbose_name_plural = "批注照片"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.record} 第{self.page}页" if self.page else str(self.record)

"""读书笔记: what teachers write about a book."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.api import APIField
from wagtail.models import Orderable, Page
from wagtail.query import PageQuerySet
from wagtail.search import index

from editorial.models import Submission
from editorial.references import ReferenceText
from portal.structured import Data
from reading.choices import WorkKind
from reading.models.catalogue import Work
from reading.models.sections import ReadingIndexPage


class LogQuotation(Orderable):
    """A sentence of the book with its page, kept apart from the author's own text."""

    log = ParentalKey("reading.ReadingLogPage", on_delete=models.CASCADE, related_name="quotations")
    text = models.TextField("摘句", max_length=500)
    page = models.CharField("页码", max_length=20, blank=True)

    panels = [FieldPanel("text"), FieldPanel("page")]
    api_fields = [APIField("text"), APIField("page")]

    class Meta(Orderable.Meta):
        verbose_name = "摘句"
        verbose_name_plural = "摘句"

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def page_words(self) -> str:
        """The page as readers see it: a bare number is put into words."""
        return f"第 {self.page} 页" if self.page.isdecimal() else self.page


class ReadingLogTag(TaggedItemBase):
    content_object = ParentalKey(
        "reading.ReadingLogPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class ReadingLogPage(Submission):
    """读书笔记: a teacher's reflection on one finished book of the 2+N."""

    class Slot(models.TextChoices):
        """The place of the book in the year's 2+N."""

        CLASSIC = "classic", "教育名著·精读"
        MONOGRAPH = "monograph", "学科专著·通读"
        GENERAL = "general", "教育之外·泛读"

    class Manner(models.TextChoices):
        """How the book was read."""

        ALONE = "alone", "独自读完"
        ANNOTATED = "annotated", "边读边批注"
        AGAIN = "again", "重读"
        TOGETHER = "together", "和同事共读"

    kind = "reading-log"
    text_rows = {"quotations": ("text",)}
    quoted_rows = ("quotations",)
    submission_form = "reading.submission.ReadingLogForm"
    search_kind = "读书笔记"
    carded_with = (*Submission.carded_with, "work")
    shown_with = (*Submission.shown_with, "work")
    parent_page_types = ["reading.ReadingIndexPage"]
    subpage_types: list[str] = []

    work = models.ForeignKey(
        Work,
        verbose_name="图书",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="logs",
    )
    slot = models.CharField("2+N 中的位置", max_length=10, choices=Slot.choices, blank=True)
    manner = models.CharField("怎么读的", max_length=10, choices=Manner.choices, blank=True)
    started_on = models.DateField("开始日期", null=True, blank=True)
    finished_on = models.DateField("读完日期", null=True, blank=True)
    tags = ClusterTaggableManager("标签", through=ReadingLogTag, blank=True)

    content_panels = [
        *Submission.content_panels,
        FieldPanel("work"),
        FieldPanel("slot"),
        FieldPanel("manner"),
        FieldPanel("started_on"),
        FieldPanel("finished_on"),
        InlinePanel("quotations", heading="摘句", label="摘句"),
    ]
    search_fields = [
        *Submission.search_fields,
        index.RelatedFields(
            "work", [index.SearchField("title", boost=2), index.SearchField("authors")]
        ),
        index.FilterField("slot"),
    ]
    api_fields = [
        *Submission.api_fields,
        APIField("work_title"),
        APIField("slot"),
        APIField("manner"),
        APIField("started_on"),
        APIField("finished_on"),
        APIField("quotations"),
    ]

    class Meta:
        verbose_name = "读书笔记"
        verbose_name_plural = "读书笔记"

    @classmethod
    def for_display(cls, pages: PageQuerySet | None = None) -> PageQuerySet:
        """Fetch the quotations with the log."""
        return super().for_display(pages).prefetch_related("quotations")

    @classmethod
    def begin_from(cls, request: HttpRequest) -> "ReadingLogPage":
        """Begin with what the author's own reading record says: ``?record=<id>``."""
        from reading.shelf.beginning import log_from_record

        return log_from_record(reader=request.user, asked=request.GET.get("record", ""))

    @classmethod
    def shelf(cls) -> Page | None:
        """The list of logs."""
        return ReadingIndexPage.objects.filter(shows=ReadingIndexPage.Shows.LOGS).first()

    @classmethod
    def from_serializable_data(
        cls, data: dict, *args: object, **kwargs: object
    ) -> "ReadingLogPage":
        """Read a version with its book as it is now. Queries: 1 more."""
        from reading.catalogue.revisions import with_living_work

        return super().from_serializable_data(with_living_work(data), *args, **kwargs)

    @property
    def work_title(self) -> str:
        """The book's title, for the API."""
        return self.work.title if self.work else ""

    def structured_data(self, request: HttpRequest) -> list[Data]:
        """Say that it is a review of a book."""
        from reading.catalogue.structured import review_data

        return [review_data(self, said, request) for said in super().structured_data(request)]

    def missing_for_submission(self) -> dict[str, str]:
        """Add the book, its slot and the day it was finished. Queries: at most 2."""
        from reading.shelf.kinds import open_kinds
        from reading.shelf.rules import finished_problem

        missing = super().missing_for_submission()
        if self.work is None:
            missing["work"] = "请选择读的是哪本书。"
        if not self.slot:
            missing["slot"] = "请选择它在 2+N 中的位置。"
        elif self.work and self.slot != self.Slot.GENERAL:
            kinds = open_kinds(self.work, self.owner)
            if self.slot not in kinds:
                names = "或".join(str(WorkKind(kind).label) for kind in kinds)
                missing["slot"] = f"目录里这本书是{names}，和所选位置不符。"
        if self.finished_on is None:
            missing["finished_on"] = "请填写读完的日期。"
        elif problem := finished_problem(
            self.started_on, self.finished_on, today=timezone.localdate()
        ):
            missing["finished_on"] = problem
        return missing

    def article_parts(self) -> list[tuple[str, Any]]:
        """Add the sentences of the book."""
        book = f"《{self.work.title}》" if self.work else ""
        quoted = [
            ("quote", {"text": each.text, "source": f"{book}{each.page_words}"})
            for each in self.quotations.all()
        ]
        return [("heading", "书里的话"), *quoted] if quoted else []

    def reference_texts(self) -> list[ReferenceText]:
        """The description of the book, and passages from it. Queries: 2."""
        from reading.queries import texts_about

        return texts_about([self.work_id] if self.work_id else [])

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add other published logs of the same book."""
        from reading.queries import other_logs

        context = super().get_context(request, *args, **kwargs)
        context["related"] = other_logs(self, most=3)
        return context

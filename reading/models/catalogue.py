"""The catalogue: works, and the editions in which they are read."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from stdnum import isbn
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable
from wagtail.search import index

from reading.catalogue.rules import LONGEST_KEY, BookFacts, classify, match_key
from reading.choices import WorkKind


def validate_isbn(value: str) -> None:
    """Refuse an ISBN whose checksum is wrong.

    Source: ISO 2108; computed by python-stdnum.
    """
    if not isbn.is_valid(value):
        raise ValidationError("这不是一个有效的 ISBN，请核对每一位数字。")


class WorkQuerySet(models.QuerySet["Work"]):
    """Works by who may use them."""

    def approved(self) -> "WorkQuerySet":
        """Those of the public catalogue."""
        return self.filter(state=Work.State.APPROVED)

    def usable_by(self, user: Any) -> "WorkQuerySet":
        """Those of the catalogue, and those that this person proposed and nobody has decided on."""
        if not user.is_authenticated:
            return self.approved()
        own = Proposal.objects.filter(work=models.OuterRef("pk"), proposed_by=user.pk)
        waiting = models.Q(state=Work.State.PROPOSED) & models.Exists(own)
        return self.filter(models.Q(state=Work.State.APPROVED) | waiting)


class MatchKeyField(models.CharField):
    """Follows title and authors whenever a row is written, one by one or in bulk.

    A ``QuerySet.update`` of the two goes past it, as past everything.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = match_key(model_instance.title, model_instance.authors)
        setattr(model_instance, self.attname, key)
        return key

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class Work(index.Indexed, ClusterableModel):
    """A book as a work, whichever publisher printed it."""

    class State(models.TextChoices):
        """How a work stands in the catalogue."""

        APPROVED = "approved", "已入目录"
        PROPOSED = "proposed", "待编辑确认"
        MERGED = "merged", "已并入另一条"

    title = models.CharField("书名", max_length=120)
    original_title = models.CharField("原名", max_length=200, blank=True)
    authors = models.CharField("作者", max_length=120, blank=True)
    kind = models.CharField(
        "类别", max_length=10, choices=WorkKind.choices, default=WorkKind.GENERAL
    )
    kind_set_by_editor = models.BooleanField(
        "类别由编辑确定", default=False, help_text="不勾选时，类别按名著书目和分类号推定。"
    )
    is_classic = models.BooleanField("列入教育名著书目", default=False)
    clc = models.CharField("中图分类号", max_length=30, blank=True)
    subject = models.CharField("学科或主题", max_length=40, blank=True)
    description = models.TextField("简介", blank=True)
    cover = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name="封面",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="只用有授权的图片；没有就留空，由系统绘制。",
    )
    state = models.CharField(
        "状态", max_length=10, choices=State.choices, default=State.APPROVED, editable=False
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name="并入",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged_works",
    )
    # What finds doubles: see ``reading.catalogue.rules.match_key``; written on every save.
    match_key = MatchKeyField(
        "查重", max_length=LONGEST_KEY, blank=True, editable=False, db_index=True
    )

    objects = WorkQuerySet.as_manager()

    panels = [
        FieldPanel("title"),
        FieldPanel("original_title"),
        FieldPanel("authors"),
        FieldPanel("is_classic"),
        FieldPanel("clc"),
        FieldPanel("kind"),
        FieldPanel("kind_set_by_editor"),
        FieldPanel("subject"),
        FieldPanel("description"),
        FieldPanel("cover"),
        InlinePanel("editions", heading="版本", label="版本"),
        InlinePanel(
            "events",
            heading="相关活动",
            label="活动",
            help_text="关于这本书的沙龙、分享；共读结束时的沙龙不用再加。",
        ),
    ]
    search_fields = [
        index.SearchField("title", boost=3),
        index.SearchField("original_title"),
        index.SearchField("authors", boost=2),
        index.SearchField("subject"),
        index.AutocompleteField("title"),
        index.AutocompleteField("authors"),
        index.RelatedFields(
            "editions",
            [
                index.SearchField("isbn"),
                index.SearchField("publisher"),
                index.SearchField("translators"),
                index.AutocompleteField("isbn"),
            ],
        ),
        index.FilterField("title"),
        index.FilterField("kind"),
        index.FilterField("state"),
    ]

    class Meta:
        verbose_name = "图书"
        verbose_name_plural = "图书"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "authors"],
                condition=models.Q(merged_into__isnull=True),
                name="reading_one_work_a_title_and_author",
                violation_error_message="目录里已经有同名、同作者的书。",
            ),
            models.CheckConstraint(
                condition=models.Q(state="merged", merged_into__isnull=False)
                | (~models.Q(state="merged") & models.Q(merged_into__isnull=True)),
                name="reading_work_merged_into_one",
            ),
        ]

    def __str__(self) -> str:
        return f"《{self.title}》"

    def save(self, **kwargs: Any) -> None:
        """Write the key that finds doubles whenever title or authors are written."""
        fields = kwargs.get("update_fields")
        if fields is not None and {"title", "authors"} & set(fields):
            kwargs["update_fields"] = {*fields, "match_key"}
        super().save(**kwargs)

    def clean(self) -> None:
        """Let the kind follow from class and list, unless an editor decided on it."""
        super().clean()
        if self.kind in WorkKind.values:
            self.settle_kind()

    def settle_kind(self) -> None:
        """Set the kind that the rules propose to a reader whose subject is not known."""
        self.kind = classify(self.facts).proposed

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet:
        """Leave out what was merged: its place in the index belongs to the other."""
        return super().get_indexed_objects().exclude(state=cls.State.MERGED)

    @property
    def facts(self) -> BookFacts:
        """What decides on the kind."""
        return BookFacts(
            is_classic=self.is_classic,
            clc=self.clc,
            subject=self.subject,
            fixed=self.kind if self.kind_set_by_editor else "",
            recorded=self.kind,
        )

    @property
    def is_public(self) -> bool:
        """Whether the book has a page that anyone may open."""
        return self.state == self.State.APPROVED

    def get_absolute_url(self) -> str:
        """The book's public page."""
        return reverse("reading:book", args=[self.pk])


class Proposal(models.Model):
    """A teacher missed a book and wrote it down; several may miss the same."""

    work = models.ForeignKey(
        Work, verbose_name="图书", on_delete=models.CASCADE, related_name="proposals"
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="提出人",
        on_delete=models.CASCADE,
        related_name="+",
    )
    proposed_at = models.DateTimeField("提出时间", default=timezone.now)

    class Meta:
        verbose_name = "补充的图书"
        verbose_name_plural = "补充的图书"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "proposed_by"], name="reading_one_proposal_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.work}"


class Edition(Orderable):
    """One printed edition of a work."""

    work = ParentalKey(Work, on_delete=models.CASCADE, related_name="editions")
    translators = models.CharField("译者、编者", max_length=120, blank=True)
    publisher = models.CharField("出版社", max_length=60, blank=True)
    year = models.PositiveSmallIntegerField("出版年", null=True, blank=True)
    # Not unique: an ISBN is printed by mistake on two books often enough.
    isbn = models.CharField(
        "ISBN", max_length=13, blank=True, db_index=True, validators=[validate_isbn]
    )
    pages = models.PositiveSmallIntegerField("页数", null=True, blank=True)

    panels = [
        FieldPanel("translators"),
        FieldPanel("publisher"),
        FieldPanel("year"),
        FieldPanel("isbn"),
        FieldPanel("pages"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "版本"
        verbose_name_plural = "版本"

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.publisher, self.year, self.isbn) if part)

    def clean(self) -> None:
        """Keep an ISBN as thirteen figures: one of ten is the same book's older form."""
        if self.isbn and isbn.is_valid(self.isbn):
            self.isbn = isbn.to_isbn13(isbn.compact(self.isbn))
        super().clean()


class BookEvent(Orderable):
    """An event about a book, as an editor links the two; this floor does not know events."""

    work = ParentalKey(Work, on_delete=models.CASCADE, related_name="events")
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name="活动", on_delete=models.CASCADE, related_name="+"
    )

    panels = [PageChooserPanel("page", page_type="forums.ForumEventPage")]

    class Meta(Orderable.Meta):
        verbose_name = "相关活动"
        verbose_name_plural = "相关活动"
        constraints = [
            models.UniqueConstraint(
                fields=["work", "page"],
                name="reading_event_of_a_book_once",
                violation_error_message="这个活动已经在列表里。",
            )
        ]

    def __str__(self) -> str:
        return str(self.page)

"""晒书单 and 读书笔记: what teachers publish about books."""

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.api import APIField
from wagtail.blocks import StreamValue
from wagtail.models import Orderable, Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from editorial.consents import Portrayed, consent_findings
from editorial.models import Submission, SubmissionIndexPage, SubmissionQuerySet
from editorial.pictures import pictures_in
from editorial.references import ReferenceText
from people.choices import ConsentScope
from people.rules import clean_text
from portal.queries import prefetch_covers
from reading.choices import WorkKind
from reading.filters import BookListFilterForm, ReadingLogFilterForm
from reading.models.catalogue import Work


class ReadingIndexPage(SubmissionIndexPage):
    """书房计划: the front of the section, and below it one list each of lists and of logs."""

    class Shows(models.TextChoices):
        """What this page is."""

        OVERVIEW = "overview", "栏目首页"
        LISTS = "lists", "晒书单列表"
        LOGS = "logs", "读书笔记列表"
        CORNERS = "corners", "晒书房列表"

    subpage_types = [
        "reading.ReadingIndexPage",
        "reading.BookListPage",
        "reading.ReadingLogPage",
        "reading.StudyCornerPage",
    ]
    parent_page_types = ["home.HomePage", "reading.ReadingIndexPage"]

    shows = models.CharField("内容", max_length=10, choices=Shows.choices, default=Shows.OVERVIEW)

    content_panels = [*SubmissionIndexPage.content_panels, FieldPanel("shows")]

    class Meta:
        verbose_name = "书房计划栏目"

    @property
    def listed_model(self) -> type[Submission]:
        """Lists, logs or study corners."""
        models = {self.Shows.LISTS: BookListPage, self.Shows.CORNERS: StudyCornerPage}
        return models.get(self.shows, ReadingLogPage)

    @property
    def filter_form_class(self) -> type | None:
        """The filter that fits what is listed."""
        forms = {self.Shows.LISTS: BookListFilterForm, self.Shows.CORNERS: None}
        return forms.get(self.shows, ReadingLogFilterForm)

    def get_listing(self) -> PageQuerySet:
        """Return the lists or logs below this page; those of the whole section on its front."""
        if self.shows == self.Shows.OVERVIEW:
            listing = ReadingLogPage.objects.descendant_of(self).for_cards()
            return listing.order_by("-first_published_at")
        return super().get_listing()

    def filter_listing(self, listing: PageQuerySet, chosen: dict[str, object]) -> PageQuerySet:
        """Narrow by the fields of the form, which are fields of the pages."""
        return listing.filter(**chosen)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add to the section's front the newest of each kind and the passage of the day."""
        context = super().get_context(request, *args, **kwargs)
        if self.shows == self.Shows.OVERVIEW:
            from reading.queries import (
                latest_book_lists,
                latest_corners,
                passage_of_the_day,
                sections_below,
            )

            context["book_lists"] = latest_book_lists(4)
            context["corners"] = latest_corners(4)
            prefetch_covers([*context["book_lists"], *context["corners"]])
            context["passage_day"] = passage_of_the_day()
            context["sections"] = sections_below(self)
        return context


class BookListQuerySet(SubmissionQuerySet):
    """Book lists."""

    def for_cards(self) -> "BookListQuerySet":
        """Fetch the books too: a card without a picture shows their spines."""
        return super().for_cards().prefetch_related("items__work")


class BookListTag(TaggedItemBase):
    content_object = ParentalKey(
        "reading.BookListPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class BookListPage(Submission):
    """晒书单: books, each with the reason to read it."""

    class ListKind(models.TextChoices):
        """Whose list it is."""

        PERSONAL = "personal", "个人书单"
        GROUP = "group", "教研组书单"
        THEME = "theme", "主题书单"
        EDITORS = "editors", "编辑荐书"

    kind = "book-list"
    text_rows = {"items": ("reason", "contributor")}
    submission_form = "reading.submission.BookListForm"
    search_kind = "晒书单"
    parent_page_types = ["reading.ReadingIndexPage"]
    subpage_types: list[str] = []

    objects = PageManager.from_queryset(BookListQuerySet)()

    list_kind = models.CharField(
        "书单类型", max_length=10, choices=ListKind.choices, default=ListKind.PERSONAL
    )
    season = models.CharField(
        "哪一季", max_length=20, blank=True, help_text="编辑荐书写明哪一季，例如：2026年冬。"
    )
    tags = ClusterTaggableManager("标签", through=BookListTag, blank=True)

    content_panels = [
        *Submission.content_panels,
        FieldPanel("list_kind"),
        FieldPanel("season"),
        InlinePanel("items", heading="图书", label="图书"),
    ]
    search_fields = [
        *Submission.search_fields,
        index.RelatedFields(
            "items",
            [
                index.SearchField("reason"),
                index.RelatedFields(
                    "work", [index.SearchField("title"), index.SearchField("authors")]
                ),
            ],
        ),
        index.FilterField("list_kind"),
    ]
    api_fields = [
        *Submission.api_fields,
        APIField("list_kind"),
        APIField("season"),
        APIField("items"),
    ]

    class Meta:
        verbose_name = "书单"
        verbose_name_plural = "书单"

    @classmethod
    def for_display(cls, pages: PageQuerySet | None = None) -> PageQuerySet:
        """Fetch the books with the list."""
        return super().for_display(pages).prefetch_related("items__work")

    @classmethod
    def from_serializable_data(cls, data: dict, *args: object, **kwargs: object) -> "BookListPage":
        """Read a version with its books as they are now. Queries: 1 more."""
        from reading.catalogue.revisions import with_living_items

        return super().from_serializable_data(with_living_items(data), *args, **kwargs)

    @property
    def kind_label(self) -> str:
        """Whose list it is, and of which season."""
        return " · ".join(part for part in (self.get_list_kind_display(), self.season) if part)

    @property
    def book_titles(self) -> list[str]:
        """The first titles of the list, for its card."""
        return [item.work.title for item in self.items.all()[:7]]

    @classmethod
    def shelf(cls) -> Page | None:
        """The list of book lists."""
        return ReadingIndexPage.objects.filter(shows=ReadingIndexPage.Shows.LISTS).first()

    def missing_for_submission(self) -> dict[str, str]:
        """Ask for books with reasons; the running text may stay empty."""
        missing = super().missing_for_submission()
        missing.pop("body", None)
        items = list(self.items.all())
        if not items:
            missing["items"] = "书单里还没有书。"
        elif any(not item.reason.strip() for item in items):
            missing["items"] = "请为每本书写一句推荐理由。"
        elif len({item.work_id for item in items}) < len(items):
            missing["items"] = "同一本书出现了两次。"
        elif reason := self._refused_book(items) or self._refused_contributor():
            missing["items"] = reason
        if self.list_kind == self.ListKind.EDITORS and not self.season.strip():
            missing["season"] = "编辑荐书请写明是哪一季，例如：2026年冬。"
        return missing

    def _refused_book(self, items: "list[BookListItem]") -> str:
        """Say which book may not stand here: not in the catalogue, nor proposed by the author."""
        usable = Work.objects.usable_by(self.owner) if self.owner else Work.objects.approved()
        known = set(usable.filter(pk__in=[i.work_id for i in items]).values_list("pk", flat=True))
        refused = next((item for item in items if item.work_id not in known), None)
        return f"{refused.work}不在目录里，请换一本。" if refused else ""

    def _refused_contributor(self) -> str:
        """Say whose name may not be published yet."""
        problems = consent_findings(self, timezone.localdate())
        return next((problem.message for problem in problems if problem.is_blocking), "")

    def portrayed(self) -> list[Portrayed]:
        """The other people whose recommendation the list shows under their name.

        A colleague of the author's school is found by name, and may then take the consent back
        at the own desk. No picture of the list shows them.
        """
        own = {clean_text(self.byline), clean_text(self.owner.name) if self.owner else ""}
        return [
            Portrayed(
                item.contributor,
                ConsentScope.NAME,
                item.consent_date,
                None,
                self.school,
                f"items.{item.pk or number}.",
                is_pictured=False,
            )
            for number, item in enumerate(self.items.all(), start=1)
            if item.contributor.strip() and clean_text(item.contributor) not in own
        ]

    @property
    def contributors(self) -> list[str]:
        """The names of those who recommend a book of the list beside its author, each once."""
        return list(dict.fromkeys(i.contributor for i in self.items.all() if i.contributor))

    def reference_texts(self) -> list[ReferenceText]:
        """The descriptions of the books, and passages from them. Queries: 2."""
        from reading.queries import texts_about

        return texts_about([item.work_id for item in self.items.all()])


class BookListItem(Orderable):
    """One book of a list and why to read it."""

    page = ParentalKey(BookListPage, on_delete=models.CASCADE, related_name="items")
    work = models.ForeignKey(
        Work, verbose_name="图书", on_delete=models.PROTECT, related_name="list_items"
    )
    reason = models.TextField("推荐理由", max_length=500, blank=True)
    contributor = models.CharField(
        "荐书人", max_length=40, blank=True, help_text="不是作者本人推荐的书，写上推荐人的姓名。"
    )
    consent_date = models.DateField("荐书人同意署名的日期", null=True, blank=True)

    panels = [
        FieldPanel("work"),
        FieldPanel("reason"),
        FieldPanel("contributor"),
        FieldPanel("consent_date"),
    ]
    api_fields = [
        APIField("work_title"),
        APIField("work_authors"),
        APIField("reason"),
        APIField("contributor"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "书单中的书"
        verbose_name_plural = "书单中的书"

    def __str__(self) -> str:
        return str(self.work)

    @property
    def work_title(self) -> str:
        """The book's title, for the API."""
        return self.work.title

    @property
    def work_authors(self) -> str:
        """The book's authors, for the API."""
        return self.work.authors


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


class StudyCornerTag(TaggedItemBase):
    content_object = ParentalKey(
        "reading.StudyCornerPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class StudyCornerPage(Submission):
    """晒书房: where a teacher reads, in a few photos and words."""

    kind = "study-corner"
    submission_form = "reading.submission.StudyCornerForm"
    search_kind = "晒书房"
    parent_page_types = ["reading.ReadingIndexPage"]
    subpage_types: list[str] = []

    # The author has looked at the photos once more; the question stands in the form.
    photos_checked = models.BooleanField("照片已看过", default=False)
    tags = ClusterTaggableManager("标签", through=StudyCornerTag, blank=True)

    content_panels = [*Submission.content_panels, FieldPanel("photos_checked")]

    class Meta:
        verbose_name = "书房"
        verbose_name_plural = "书房"

    @classmethod
    def shelf(cls) -> Page | None:
        """The list of study corners."""
        return ReadingIndexPage.objects.filter(shows=ReadingIndexPage.Shows.CORNERS).first()

    def missing_for_submission(self) -> dict[str, str]:
        """Add a photo, and that the author looked at the photos for faces and addresses."""
        missing = super().missing_for_submission()
        if not pictures_in(self):
            missing["images"] = "请至少放一张书房的照片。"
        elif not self.photos_checked:
            missing["photos_checked"] = "请再看一遍照片，确认没有学生的脸和家庭住址，然后勾选。"
        return missing

    @property
    def photos(self) -> list[object]:
        """The pictures of the text, in their order; they stand together above the words."""
        found: list[object] = []
        for block in self.body:
            if block.block_type == "image":
                found.append(block.value)
            elif block.block_type == "gallery":
                found += list(block.value["images"])
        return [photo for photo in found if photo["image"]]

    @property
    def words(self) -> list[StreamValue.StreamChild]:
        """What is written, without the pictures."""
        return [block for block in self.body if block.block_type not in ("image", "gallery")]


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

"""晒书单: books with the reasons to read them."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.api import APIField
from wagtail.models import Orderable, Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from editorial.consents import Portrayed, consent_findings
from editorial.models import Submission, SubmissionQuerySet
from editorial.references import ReferenceText
from people.choices import ConsentScope
from people.rules import clean_text
from portal.html import text_to_html
from portal.structured import Data, thing
from reading.models.catalogue import Work
from reading.models.sections import ReadingIndexPage


class BookListQuerySet(SubmissionQuerySet):
    """Book lists."""

    def for_cards(self) -> "BookListQuerySet":
        """Fetch the books too: a card without a picture shows their spines."""
        return super().for_cards().prefetch_related(*self.model.carded_prefetch())


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
        books = models.Prefetch("items", BookListItem.objects.select_related("work"))
        return super().for_display(pages).prefetch_related(books)

    @classmethod
    def from_serializable_data(cls, data: dict, *args: object, **kwargs: object) -> "BookListPage":
        """Read a version with its books as they are now. Queries: 1 more."""
        from reading.catalogue.revisions import with_living_items

        return super().from_serializable_data(with_living_items(data), *args, **kwargs)

    @property
    def kind_label(self) -> str:
        """Whose list it is, and of which season."""
        return " · ".join(part for part in (self.get_list_kind_display(), self.season) if part)

    @classmethod
    def carded_prefetch(cls) -> tuple[str | models.Prefetch, ...]:
        """The books with their works, for the spines on a card."""
        return (models.Prefetch("items", queryset=BookListItem.objects.select_related("work")),)

    @property
    def poster_path(self) -> str:
        """A list has a poster of its own, with its books."""
        return reverse("reading:list_poster", args=[self.pk])

    @property
    def book_titles(self) -> list[str]:
        """The first titles of the list, for its card."""
        return [item.work.title for item in self.items.all()[:7]]

    def article_parts(self) -> list[tuple[str, Any]]:
        """Add the books: title and authors, the reason, and who gives it."""
        parts: list[tuple[str, Any]] = []
        for number, item in enumerate(self.items.all(), start=1):
            parts.append(("heading", f"{number:02} 《{item.work.title}》"))
            facts = [item.work.authors, item.contributor and f"荐书人：{item.contributor}"]
            parts.append(("note", "　".join(fact for fact in facts if fact)))
            parts.append(("paragraph", text_to_html(item.reason)))
        return parts

    def structured_data(self, request: HttpRequest) -> list[Data]:
        """Add the books, in their order."""
        from reading.catalogue.structured import book_named

        books = [
            thing("ListItem", position=number, item=book_named(item.work, request))
            for number, item in enumerate(self.items.all(), start=1)
        ]
        extra = {"mainEntity": thing("ItemList", itemListElement=books)} if books else {}
        return [said | extra for said in super().structured_data(request)]

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

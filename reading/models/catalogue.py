"""The catalogue: works, and the editions in which they are read."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from stdnum import isbn
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index
from wagtail.snippets.models import register_snippet


class WorkKind(models.TextChoices):
    """The three kinds of the 书房计划's 2+N."""

    CLASSIC = "classic", "教育名著"
    MONOGRAPH = "monograph", "学科专著"
    GENERAL = "general", "非教育类"


def validate_isbn(value: str) -> None:
    """Refuse an ISBN whose checksum is wrong.

    Source: ISO 2108; computed by python-stdnum.
    """
    if not isbn.is_valid(value):
        raise ValidationError("这不是一个有效的 ISBN，请核对每一位数字。")


@register_snippet
class Work(index.Indexed, ClusterableModel):
    """A book as a work, whichever publisher printed it."""

    title = models.CharField("书名", max_length=120)
    authors = models.CharField("作者", max_length=120, blank=True)
    kind = models.CharField("类别", max_length=10, choices=WorkKind.choices)
    subject = models.CharField("学科或主题", max_length=40, blank=True)
    description = models.TextField("简介", blank=True)

    panels = [
        FieldPanel("title"),
        FieldPanel("authors"),
        FieldPanel("kind"),
        FieldPanel("subject"),
        FieldPanel("description"),
        InlinePanel("editions", heading="版本", label="版本"),
    ]
    search_fields = [
        index.SearchField("title", boost=3),
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
    ]

    class Meta:
        verbose_name = "图书"
        verbose_name_plural = "图书"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "authors"],
                name="reading_one_work_a_title_and_author",
                violation_error_message="目录里已经有同名、同作者的书。",
            )
        ]

    def __str__(self) -> str:
        return f"《{self.title}》"

    def get_absolute_url(self) -> str:
        """The book's public page."""
        return reverse("reading:book", args=[self.pk])


class Edition(Orderable):
    """One printed edition of a work."""

    work = ParentalKey(Work, on_delete=models.CASCADE, related_name="editions")
    translators = models.CharField("译者、编者", max_length=120, blank=True)
    publisher = models.CharField("出版社", max_length=60, blank=True)
    year = models.PositiveSmallIntegerField("出版年", null=True, blank=True)
    # Not unique: an ISBN is printed by mistake on two books often enough.
    isbn = models.CharField("ISBN", max_length=13, blank=True, validators=[validate_isbn])

    panels = [
        FieldPanel("translators"),
        FieldPanel("publisher"),
        FieldPanel("year"),
        FieldPanel("isbn"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "版本"
        verbose_name_plural = "版本"

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.publisher, self.year, self.isbn) if part)

    def clean(self) -> None:
        """Keep an ISBN without its hyphens."""
        self.isbn = isbn.compact(self.isbn) if self.isbn else ""
        super().clean()

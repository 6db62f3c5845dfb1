"""师德风采: stories of exemplary teachers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.models import Orderable
from wagtail.query import PageQuerySet
from wagtail.search import index

from editorial.consents import Portrayed, consent_findings
from editorial.models import Submission, SubmissionIndexPage
from people.choices import ConsentScope
from portal.by_date import of_type
from portal.queries import readable_pages
from portal.structured import Data
from stories.browsing import facets_of, narrowed
from stories.forms import StoryFilterForm
from stories.models.qualities import Quality
from stories.structured import portrayed_person

# What ``stories.urls`` puts beside the stories.
TAKEN = frozenset({"people", "honours"})


class StoryIndexPage(SubmissionIndexPage):
    """The list of stories, browsed by quality, stage, subject, unit and year."""

    subpage_types = ["stories.StoryPage"]
    parent_page_types = ["home.HomePage"]
    max_count = 1
    filter_form_class = StoryFilterForm

    class Meta:
        verbose_name = "师德风采栏目"

    @property
    def listed_model(self) -> type["StoryPage"]:
        """Stories."""
        return StoryPage

    def filter_listing(self, listing: PageQuerySet, chosen: dict[str, object]) -> PageQuerySet:
        """Narrow by what was chosen."""
        return narrowed(listing, chosen)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Put links with numbers in the place of the form. Queries: 6 more."""
        context = super().get_context(request, *args, **kwargs)
        form = context.pop("filter_form")
        chosen = form.cleaned_data if form.is_bound else {}
        stories = readable_pages(request.user, of_type(StoryPage.objects.child_of(self)))
        return context | {"facets": facets_of(stories, chosen, most=self.numchild)}


class StoryTag(TaggedItemBase):
    content_object = ParentalKey(
        "stories.StoryPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class StoryPage(Submission):
    """The story of one exemplary teacher."""

    Scope = ConsentScope

    kind = "story"
    text_fields = (*Submission.text_fields[:-1], "person_name", "person_title", "subject", "body")
    text_rows = {"honours": ("title", "issuing_body")}
    submission_form = "stories.submission.StoryForm"
    search_kind = "师德风采"
    shown_with = (*Submission.shown_with, "person_unit")
    parent_page_types = ["stories.StoryIndexPage"]
    subpage_types: list[str] = []

    person_name = models.CharField("人物姓名", max_length=40)
    person_title = models.CharField("职务", max_length=60, blank=True)
    person_unit = models.ForeignKey(
        "people.Unit",
        verbose_name="人物单位",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    stage = models.CharField("学段", max_length=20, blank=True, choices=StoryFilterForm.STAGES)
    subject = models.CharField("学科", max_length=20, blank=True)
    qualities = ParentalManyToManyField(
        Quality, verbose_name="好老师品质", blank=True, related_name="stories"
    )
    consent_scope = models.CharField(
        "本人同意公开的范围", max_length=10, choices=Scope.choices, blank=True
    )
    consent_date = models.DateField("同意日期", null=True, blank=True)
    consent_expires = models.DateField("同意到期日", null=True, blank=True)
    tags = ClusterTaggableManager("标签", through=StoryTag, blank=True)

    content_panels = [
        *Submission.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("person_name"),
                FieldPanel("person_title"),
                FieldPanel("person_unit"),
                FieldPanel("stage"),
                FieldPanel("subject"),
                FieldPanel("qualities", widget=forms.CheckboxSelectMultiple),
            ],
            heading="人物",
        ),
        InlinePanel("honours", heading="荣誉", label="荣誉"),
        MultiFieldPanel(
            [
                FieldPanel("consent_scope"),
                FieldPanel("consent_date"),
                FieldPanel("consent_expires"),
            ],
            heading="本人同意",
        ),
    ]
    search_fields = [
        *Submission.search_fields,
        index.SearchField("person_name", boost=2),
        index.SearchField("subject"),
        index.FilterField("stage"),
    ]
    api_fields = [
        *Submission.api_fields,
        APIField("person_name"),
        APIField("person_title"),
        APIField("stage"),
        APIField("subject"),
    ]

    class Meta:
        verbose_name = "师德故事"
        verbose_name_plural = "师德故事"

    @classmethod
    def for_display(cls, pages: PageQuerySet | None = None) -> PageQuerySet:
        """Fetch the person's honours and qualities with the story."""
        return super().for_display(pages).prefetch_related("honours", "qualities")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add ``honours`` as the register has them, and the ``person``, if they have a page.

        Queries: at most 4 more.
        """
        from stories.honours.queries import honours_in_story
        from stories.portraits.queries import person_of

        is_preview = getattr(request, "is_preview", False)
        return super().get_context(request, *args, **kwargs) | {
            "honours": honours_in_story(self, for_review=is_preview),
            "person": person_of(self),
        }

    def clean(self) -> None:
        """Leave the addresses of the section's own lists alone."""
        super().clean()
        if self.slug in TAKEN:
            raise ValidationError({"slug": "这个地址留给栏目自己用了，请换一个。"})

    def _get_autogenerated_slug(self, base_slug: str) -> str:
        free = f"{base_slug}-story" if base_slug in TAKEN else base_slug
        return super()._get_autogenerated_slug(free)

    def article_parts(self) -> list[tuple[str, Any]]:
        """Add the person's honours that the register has in force. Queries: at most 3."""
        from stories.honours.queries import honours_in_story

        honours = [
            "，".join(
                part
                for part in (f"{each.year}年" if each.year else "", each.title, each.issuing_body)
                if part
            )
            for each in honours_in_story(self)
        ]
        return [("heading", "荣誉"), ("list", honours)] if honours else []

    def structured_data(self, request: HttpRequest) -> list[Data]:
        """Add whom the story is about."""
        about = portrayed_person(self)
        extra = {"about": about} if about else {}
        return [said | extra for said in super().structured_data(request)]

    def missing_for_submission(self) -> dict[str, str]:
        """Add the person, a quality and the person's recorded consent."""
        missing = super().missing_for_submission()
        if not self.person_name.strip():
            missing["person_name"] = "请填写人物姓名。"
        if not self.qualities.all():
            missing["qualities"] = "请至少选一项品质。"
        for problem in consent_findings(self, timezone.localdate()):
            if problem.is_blocking:
                # A cover that was not agreed to is told beside the consent, where both are solved.
                field = "consent_scope" if problem.place == "cover" else problem.place
                missing.setdefault(field, problem.message)
        return missing

    def portrayed(self) -> list[Portrayed]:
        """The one person of whom the story tells."""
        return [
            Portrayed(
                self.person_name,
                self.consent_scope,
                self.consent_date,
                self.consent_expires,
                self.person_unit,
            )
        ]


class StoryHonour(Orderable):
    """An honour of the person portrayed, as the document states it."""

    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="honours")
    title = models.CharField("荣誉名称", max_length=80)
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    level = models.CharField("级别", max_length=20, blank=True)
    issuing_body = models.CharField("授予单位", max_length=80, blank=True)

    panels = [
        FieldPanel("title"),
        FieldPanel("year"),
        FieldPanel("level"),
        FieldPanel("issuing_body"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "荣誉"
        verbose_name_plural = "荣誉"

    def __str__(self) -> str:
        return self.title

"""What workshops write for readers: results and plans, which are submissions."""

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.utils import timezone
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.api import APIField
from wagtail.models import Orderable, Page
from wagtail.query import PageQuerySet
from wagtail.search import index

from editorial.consents import Portrayed, consent_findings
from editorial.models import Submission
from people.choices import ConsentScope
from people.rules import clean_text
from workshops.choices import Licence, ResultKind
from workshops.models.rooms import WorkshopYear


class OfWorkshop(Submission):
    """A piece that lies below its workshop."""

    class Meta:
        abstract = True

    @classmethod
    def shelf(cls) -> Page | None:
        """None: the author says which workshop."""
        return None

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the workshop."""
        context = super().get_context(request, *args, **kwargs)
        context["workshop"] = self.get_parent().specific
        return context


class WorkshopShowcaseTag(TaggedItemBase):
    content_object = ParentalKey(
        "workshops.WorkshopShowcasePage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class WorkshopShowcasePage(OfWorkshop):
    """A result that a workshop shows: a lesson, a project, a paper, a video."""

    ResultKind = ResultKind

    kind = "workshop-showcase"
    text_fields = (*Submission.text_fields, "subject")
    text_rows = {"authors": ("name", "unit_name")}
    submission_form = "workshops.submission.ShowcaseForm"
    search_kind = "工作坊成果"
    parent_page_types = ["workshops.WorkshopPage"]
    subpage_types: list[str] = []

    result_kind = models.CharField("成果类型", max_length=10, choices=ResultKind.choices)
    subject = models.CharField("学科", max_length=20, blank=True)
    video_url = models.URLField(
        "视频地址", blank=True, help_text="视频放在哪个平台，就填那里的网址，以 https:// 开头。"
    )
    licence = models.CharField(
        "怎样使用", max_length=20, choices=Licence.choices, default=Licence.RESERVED
    )
    tags = ClusterTaggableManager("标签", through=WorkshopShowcaseTag, blank=True)

    content_panels = [
        *Submission.content_panels,
        FieldPanel("result_kind"),
        FieldPanel("subject"),
        FieldPanel("video_url"),
        FieldPanel("licence"),
        InlinePanel("authors", heading="合作者", label="合作者"),
    ]
    search_fields = [
        *Submission.search_fields,
        index.SearchField("subject"),
        index.RelatedFields("authors", [index.SearchField("name")]),
        index.FilterField("result_kind"),
    ]
    api_fields = [
        *Submission.api_fields,
        APIField("result_kind"),
        APIField("subject"),
        APIField("video_url"),
        APIField("licence"),
        APIField("authors"),
    ]

    class Meta:
        verbose_name = "工作坊成果"
        verbose_name_plural = "工作坊成果"

    @classmethod
    def for_display(cls, pages: PageQuerySet | None = None) -> PageQuerySet:
        """Fetch the authors with the result."""
        return super().for_display(pages).prefetch_related("authors")

    @property
    def kind_label(self) -> str:
        """The kind of result."""
        return self.get_result_kind_display()

    def article_parts(self) -> list[tuple[str, Any]]:
        """Add who made it together, and how it may be used."""
        authors = [
            f"{each.name}（{each.unit_name}）" if each.unit_name else each.name
            for each in self.authors.all()
        ]
        together = [("note", f"合作者：{'、'.join(authors)}")] if authors else []
        return [*together, ("note", f"版权：{self.get_licence_display()}。")]

    def missing_for_submission(self) -> dict[str, str]:
        """Add the kind, the video's address, the agreement of the others, the membership."""
        from workshops.queries import belongs

        missing = super().missing_for_submission()
        if not self.result_kind:
            missing["result_kind"] = "请选择成果类型。"
        if self.result_kind == ResultKind.VIDEO and not self.video_url:
            missing["video_url"] = "视频成果请填写视频地址。"
        if self.video_url and not self.video_url.startswith("https://"):
            missing["video_url"] = "视频地址要以 https:// 开头。"
        if reason := self._refused_author():
            missing["authors"] = reason
        if self.owner and not belongs(self.owner, self.get_parent().pk):
            missing["workshop"] = "成果由工作坊的主持人或成员提交；您现在不在这个工作坊。"
        return missing

    def _refused_author(self) -> str:
        """Say whose name may not be published yet."""
        problems = consent_findings(self, timezone.localdate())
        return next((problem.message for problem in problems if problem.is_blocking), "")

    def portrayed(self) -> list[Portrayed]:
        """The other authors, named beside the one who hands the result in."""
        own = {clean_text(self.byline), clean_text(self.owner.name) if self.owner else ""}
        return [
            Portrayed(
                author.name,
                ConsentScope.NAME,
                author.consent_date,
                None,
                self.school,
                f"authors.{author.pk or number}.",
                is_pictured=False,
            )
            for number, author in enumerate(self.authors.all(), start=1)
            if author.name.strip() and clean_text(author.name) not in own
        ]


class ShowcaseAuthor(Orderable):
    """Somebody who made the result together with the one who hands it in."""

    page = ParentalKey(WorkshopShowcasePage, on_delete=models.CASCADE, related_name="authors")
    name = models.CharField("姓名", max_length=40)
    unit_name = models.CharField("单位", max_length=80, blank=True)
    consent_date = models.DateField("本人同意署名的日期", null=True, blank=True)

    panels = [FieldPanel("name"), FieldPanel("unit_name"), FieldPanel("consent_date")]
    api_fields = [APIField("name"), APIField("unit_name")]

    class Meta(Orderable.Meta):
        verbose_name = "合作者"
        verbose_name_plural = "合作者"

    def __str__(self) -> str:
        return self.name


class WorkshopPlanTag(TaggedItemBase):
    content_object = ParentalKey(
        "workshops.WorkshopPlanPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class WorkshopPlanPage(OfWorkshop):
    """The plan of a year as the public reads it: handed in by the host, reviewed like any piece.

    It is begun from the plan in the workshop's room (``?plan=``), not from the desk.
    """

    kind = "workshop-plan"
    is_offered = False
    submission_form = "workshops.submission.PlanForm"
    search_kind = "工作坊计划"
    parent_page_types = ["workshops.WorkshopPage"]
    subpage_types: list[str] = []

    year = models.ForeignKey(
        WorkshopYear,
        verbose_name="年度",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="plan_pages",
    )
    tags = ClusterTaggableManager("标签", through=WorkshopPlanTag, blank=True)

    content_panels = [*Submission.content_panels, FieldPanel("year")]

    class Meta:
        verbose_name = "工作坊年度计划"
        verbose_name_plural = "工作坊年度计划"

    @classmethod
    def begin_from(cls, request: HttpRequest) -> "WorkshopPlanPage":
        """Begin with the words of the plan that ``?plan=`` names; only for the workshop's host."""
        from editorial.forms.picking import number
        from workshops.plans.queries import hosted_plan, paragraphs

        page = cls()
        pk = number(request.GET.get("plan", ""))
        if pk is None:
            return page
        plan = hosted_plan(request.user, pk)
        if plan is None:
            raise Http404("没有这份计划。")
        page.title, page.year = f"{plan.workshop.title}{plan.year}计划"[:100], plan.year
        page.body = [("paragraph", paragraphs(plan.text))]
        page.begun_in = plan.workshop  # the form offers it
        return page

    def missing_for_submission(self) -> dict[str, str]:
        """Add the year, and that the author hosts the workshop."""
        from workshops.queries import hosts

        missing = super().missing_for_submission()
        if self.year_id is None:
            missing["year"] = "请选择年度。"
        if self.owner and not hosts(self.owner, self.get_parent().specific):
            missing["workshop"] = "年度计划由工作坊的主持人提交。"
        return missing

"""名师工作坊: workshops in three tiers and what they show."""

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.query import PageQuerySet
from wagtail.search import index

from editorial.models import Submission
from editorial.permissions import IndexPermissionTester
from people.models import User
from portal.blocks import BodyBlock
from portal.listing import paginate
from portal.models import IndexPage, PortalPage
from portal.queries import public_pages
from workshops.forms import WorkshopFilterForm


class WorkshopIndexPage(IndexPage):
    """The directory of workshops."""

    subpage_types = ["workshops.WorkshopPage"]
    parent_page_types = ["home.HomePage"]
    max_count = 1
    filter_form_class = WorkshopFilterForm

    class Meta:
        verbose_name = "名师工作坊栏目"

    @property
    def listed_model(self) -> type["WorkshopPage"]:
        """Workshops."""
        return WorkshopPage

    def get_listing(self) -> PageQuerySet:
        """Return the workshops in the order of the page tree, which editors arrange."""
        return (
            super()
            .get_listing()
            .order_by("path")
            .select_related("cover", "unit")
            .prefetch_related("cover__renditions")
        )

    def filter_listing(self, listing: PageQuerySet, chosen: dict[str, object]) -> PageQuerySet:
        """Narrow by tier."""
        return listing.filter(**chosen)


class WorkshopPage(PortalPage):
    """One workshop: who it is, what it plans, what it has to show."""

    class Tier(models.TextChoices):
        """Who set the workshop up."""

        PROVINCE = "province", "省级"
        CITY = "city", "市级"
        SCHOOL = "school", "校级"

    search_kind = "名师工作坊"
    carded_with = ("cover", "unit")
    parent_page_types = ["workshops.WorkshopIndexPage"]
    subpage_types = ["workshops.WorkshopShowcasePage"]

    tier = models.CharField("层级", max_length=10, choices=Tier.choices)
    subject = models.CharField("学科", max_length=20, blank=True)
    unit = models.ForeignKey(
        "people.Unit",
        verbose_name="所在单位",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    host_name = models.CharField("主持人", max_length=40)
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="主持人账号",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="workshops",
    )
    body = StreamField(BodyBlock(), verbose_name="介绍", blank=True)
    plan = StreamField(BodyBlock(), verbose_name="年度计划", blank=True)

    content_panels = [
        *PortalPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("tier"),
                FieldPanel("subject"),
                FieldPanel("unit"),
                FieldPanel("host_name"),
                FieldPanel("host"),
            ],
            heading="基本情况",
        ),
        FieldPanel("body"),
        FieldPanel("plan"),
        InlinePanel("members", heading="成员", label="成员"),
    ]
    search_fields = [
        *PortalPage.search_fields,
        index.SearchField("body"),
        index.SearchField("host_name", boost=2),
        index.SearchField("subject"),
        index.FilterField("tier"),
    ]
    api_fields = [
        *PortalPage.api_fields,
        APIField("tier"),
        APIField("subject"),
        APIField("host_name"),
        APIField("body"),
        APIField("members"),
    ]

    class Meta:
        verbose_name = "工作坊"
        verbose_name_plural = "工作坊"

    def search_labels(self) -> dict[str, list[str]]:
        """Narrow searches by school and subject too."""
        return super().search_labels() | {
            "unit": [self.unit.name] if self.unit else [],
            "subject": [self.subject],
        }

    @property
    def kind_label(self) -> str:
        """The tier."""
        return f"{self.get_tier_display()}工作坊"

    def permissions_for_user(self, user: User) -> IndexPermissionTester:
        """The workshop itself is the editors' page; showcases below it are submissions."""
        return IndexPermissionTester(user, self)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the members, and the public showcases by page."""
        context = super().get_context(request, *args, **kwargs)
        showcases = public_pages(WorkshopShowcasePage.objects.child_of(self)).for_cards()
        context["page_obj"], context["querystring"] = paginate(
            request, showcases.order_by("-first_published_at")
        )
        context["members"] = self.members.all()
        return context


class WorkshopMember(Orderable):
    """A member of a workshop, as its list names them."""

    page = ParentalKey(WorkshopPage, on_delete=models.CASCADE, related_name="members")
    name = models.CharField("姓名", max_length=40)
    unit_name = models.CharField("单位", max_length=80, blank=True)
    role = models.CharField("分工", max_length=40, blank=True)

    panels = [FieldPanel("name"), FieldPanel("unit_name"), FieldPanel("role")]
    api_fields = [APIField("name"), APIField("unit_name"), APIField("role")]

    class Meta(Orderable.Meta):
        verbose_name = "成员"
        verbose_name_plural = "成员"

    def __str__(self) -> str:
        return self.name


class WorkshopShowcaseTag(TaggedItemBase):
    content_object = ParentalKey(
        "workshops.WorkshopShowcasePage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class WorkshopShowcasePage(Submission):
    """A result that a workshop shows: a lesson, a project, a paper, a video."""

    class ResultKind(models.TextChoices):
        """What kind of result it is."""

        LESSON = "lesson", "课例"
        PROJECT = "project", "课题"
        PAPER = "paper", "论文"
        RESOURCE = "resource", "教学资源"

    kind = "workshop-showcase"
    text_fields = (*Submission.text_fields, "subject")
    submission_form = "workshops.submission.ShowcaseForm"
    search_kind = "工作坊成果"
    parent_page_types = ["workshops.WorkshopPage"]
    subpage_types: list[str] = []

    result_kind = models.CharField("成果类型", max_length=10, choices=ResultKind.choices)
    subject = models.CharField("学科", max_length=20, blank=True)
    tags = ClusterTaggableManager("标签", through=WorkshopShowcaseTag, blank=True)

    content_panels = [
        *Submission.content_panels,
        FieldPanel("result_kind"),
        FieldPanel("subject"),
    ]
    search_fields = [
        *Submission.search_fields,
        index.SearchField("subject"),
        index.FilterField("result_kind"),
    ]
    api_fields = [*Submission.api_fields, APIField("result_kind"), APIField("subject")]

    class Meta:
        verbose_name = "工作坊成果"
        verbose_name_plural = "工作坊成果"

    @classmethod
    def shelf(cls) -> Page | None:
        """None: the author says which workshop."""
        return None

    @property
    def kind_label(self) -> str:
        """The kind of result."""
        return self.get_result_kind_display()

    def missing_for_submission(self) -> dict[str, str]:
        """Add the kind of result."""
        missing = super().missing_for_submission()
        if not self.result_kind:
            missing["result_kind"] = "请选择成果类型。"
        return missing

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the workshop."""
        context = super().get_context(request, *args, **kwargs)
        context["workshop"] = self.get_parent().specific
        return context

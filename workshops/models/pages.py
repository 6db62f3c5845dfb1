"""名师工作坊: workshops in three tiers and what they show."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.query import PageQuerySet
from wagtail.search import index

from editorial.permissions import IndexPermissionTester
from people.models import User
from portal.blocks import BodyBlock
from portal.models import IndexPage, PortalPage
from portal.structured import Data, pictures_of, publisher, thing
from workshops.choices import Tier, WorkshopKind
from workshops.forms import WorkshopFilterForm

# Words below /workshops/ that lead to views of ours.
TAKEN_SLUGS = {"coverage"}


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

    def filter_listing(self, listing: PageQuerySet, chosen: dict[str, Any]) -> PageQuerySet:
        """Narrow by tier, kind, subject, and unit with all below it."""
        if unit := chosen.get("unit"):
            listing = listing.filter(unit__path__startswith=unit.path)
        names = {"tier": "tier", "kind": "workshop_kind", "subject": "subject"}
        exact = {names[key]: value for key, value in chosen.items() if key in names}
        return listing.filter(**exact)


class WorkshopPage(PortalPage):
    """One workshop: who it is, what it plans, what it has to show."""

    Tier = Tier
    Kind = WorkshopKind

    search_kind = "名师工作坊"
    schema_type = "Organization"
    carded_with = ("cover", "unit")
    parent_page_types = ["workshops.WorkshopIndexPage"]
    subpage_types = ["workshops.WorkshopShowcasePage", "workshops.WorkshopPlanPage"]

    tier = models.CharField("层级", max_length=10, choices=Tier.choices)
    workshop_kind = models.CharField(
        "类型", max_length=10, choices=WorkshopKind.choices, default=WorkshopKind.TEACHER
    )
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
    location = models.CharField(
        "活动地点", max_length=120, blank=True, help_text="用文字写明，例如：某小学三楼图书室。"
    )
    founded_on = models.DateField("成立日期", null=True, blank=True)
    accepts_requests = models.BooleanField(
        "接受加入申请", default=True, help_text="不勾选，就只能由主持人邀请。"
    )
    body = StreamField(BodyBlock(), verbose_name="介绍", blank=True)
    plan = StreamField(
        BodyBlock(),
        verbose_name="年度计划",
        blank=True,
        help_text="编辑写的计划；主持人公开发布了年度计划，页面就改显示那一份。",
    )

    content_panels = [
        *PortalPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("tier"),
                FieldPanel("workshop_kind"),
                FieldPanel("subject"),
                FieldPanel("unit"),
                FieldPanel("location"),
                FieldPanel("founded_on"),
                FieldPanel("host_name"),
                FieldPanel("host"),
                FieldPanel("accepts_requests"),
            ],
            heading="基本情况",
        ),
        FieldPanel("body"),
        FieldPanel("plan"),
    ]
    search_fields = [
        *PortalPage.search_fields,
        index.SearchField("body"),
        index.SearchField("host_name", boost=2),
        index.SearchField("subject"),
        index.SearchField("location"),
        index.FilterField("tier"),
        index.FilterField("workshop_kind"),
    ]
    api_fields = [
        *PortalPage.api_fields,
        APIField("tier"),
        APIField("workshop_kind"),
        APIField("subject"),
        APIField("location"),
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

    @classmethod
    def for_display(cls, pages: PageQuerySet | None = None) -> PageQuerySet:
        """Fetch the unit with the page."""
        return super().for_display(pages).select_related("unit")

    def clean(self) -> None:
        """Keep the addresses of our views free."""
        super().clean()
        if self.slug in TAKEN_SLUGS:
            raise ValidationError({"slug": "这个网址词另有用处，请换一个。"})

    @property
    def kind_label(self) -> str:
        """Tier and kind."""
        return f"{self.get_tier_display()}{self.get_workshop_kind_display()}"

    def structured_data(self, request: HttpRequest) -> list[Data]:
        """Say where it belongs, since when it is there and what it teaches."""
        above = thing("Organization", name=self.unit.name) if self.unit else publisher(request)
        facts = {
            "foundingDate": self.founded_on and self.founded_on.isoformat(),
            "knowsAbout": self.subject,
            "location": self.location,
            "parentOrganization": above,
            "image": pictures_of(self, request),
        }
        known = thing(self.schema_type, **facts)
        return [said | known for said in super().structured_data(request)]

    @property
    def share_facts(self) -> list[str]:
        """Who leads it, and where it is at home."""
        return [f"主持人 {self.host_name}", *([self.unit.name] if self.unit else [])]

    @property
    def members(self) -> list[dict[str, str]]:
        """The members who agreed to be named in public, for the API. Queries: 2."""
        from workshops.membership.queries import named_members

        return [
            {"name": each.name, "unit_name": each.unit_name, "role": each.role}
            for each in named_members(self)
        ]

    @property
    def room_url(self) -> str:
        """The members' own pages."""
        return reverse("workshops:room", args=[self.pk])

    def permissions_for_user(self, user: User) -> IndexPermissionTester:
        """The workshop itself is the editors' page; what lies below it are submissions."""
        return IndexPermissionTester(user, self)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add what the workshop is, plans, did and shows, as this reader may know it."""
        from workshops.queries import public_face

        context = super().get_context(request, *args, **kwargs)
        return context | public_face(self, request)

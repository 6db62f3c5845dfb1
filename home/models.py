"""The front page and the pages that editors assemble."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from home.front.blocks import FrontBlock
from home.health.models import HealthExam, HealthFinding, HealthSettings
from home.structured import site_data
from home.topics import lists
from home.topics.blocks import TopicBlock
from home.topics.forms import TopicFilterForm
from home.topics.queries import TopicQuerySet
from home.topics.rules import Kind, Look, State, period_in_words, state_on
from portal.blocks import BodyBlock
from portal.models import IndexPage, PortalPage
from portal.structured import Data

__all__ = [
    "HealthExam",
    "HealthFinding",
    "HealthSettings",
    "HomePage",
    "StandardPage",
    "TopicIndexPage",
    "TopicPage",
]


class HomePage(PortalPage):
    """The front page, put together from sections that fill themselves."""

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "stories.StoryIndexPage",
        "reading.ReadingIndexPage",
        "forums.ForumIndexPage",
        "workshops.WorkshopIndexPage",
        "home.TopicIndexPage",
        "home.StandardPage",
    ]

    body = StreamField(
        FrontBlock(),
        verbose_name="首页内容",
        blank=True,
        help_text="从上到下排列。栏目自己更新；没有内容的栏目不显示。",
    )

    content_panels = [*PortalPage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = "首页"

    @property
    def square_path(self) -> str:
        """The front page is passed on as the site."""
        return reverse("media:site_square")

    def structured_data(self, request: HttpRequest) -> list[Data]:
        """Say what site this is, who publishes it and how it is searched."""
        return [site_data(request)]

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add ``rows``: asked for, the sections as they stand, filled; see ``front_rows``."""
        from home.front.queries import front_rows

        context = super().get_context(request, *args, **kwargs)
        return context | {"rows": lambda: front_rows(self.body)}


class TopicIndexPage(IndexPage):
    """The list of topic pages: those that run, and the archive of past ones."""

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.TopicPage"]
    filter_form_class = TopicFilterForm

    class Meta:
        verbose_name = "专题栏目"

    @property
    def listed_model(self) -> type["TopicPage"]:
        """Topic pages."""
        return TopicPage

    def get_listing(self) -> PageQuerySet:
        """Return the topics with their pictures."""
        listing = super().get_listing()
        return listing.select_related("cover").prefetch_related("cover__renditions")

    def filter_listing(self, listing: PageQuerySet, chosen: dict[str, object]) -> PageQuerySet:
        """Keep the running ones, or the past ones where those are asked for; narrow by kind."""
        over = chosen.get("when") == State.OVER
        listing = listing.over().order_by("-ends_on", "pk") if over else listing.running()
        if kind := chosen.get("kind"):
            listing = listing.filter(kind=kind)
        return listing


class TopicPage(PortalPage):
    """专题 or 成果展: a page that editors assemble from blocks around one subject."""

    search_kind = "专题"
    parent_page_types = ["home.TopicIndexPage"]
    subpage_types: list[str] = []

    kind = models.CharField("类型", max_length=10, choices=Kind.choices, default=Kind.TOPIC)
    look = models.CharField(
        "样式",
        max_length=10,
        choices=Look.choices,
        default=Look.PAPER,
        help_text="几种定好的样子，深色浅色屏幕都配好了。",
    )
    starts_on = models.DateField(
        "开始日期", null=True, blank=True, help_text="到这一天才进列表；留空就是发布以后马上进。"
    )
    ends_on = models.DateField(
        "结束日期",
        null=True,
        blank=True,
        help_text="过了这一天转入往期，网址照样能打开；留空就一直在。",
    )
    body = StreamField(TopicBlock(), verbose_name="内容", blank=True)

    objects = PageManager.from_queryset(TopicQuerySet)()

    content_panels = [
        *PortalPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("look")]),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
            ],
            heading="样子和日期",
        ),
        FieldPanel("body"),
    ]
    search_fields = [*PortalPage.search_fields, index.SearchField("body")]
    api_fields = [
        *PortalPage.api_fields,
        APIField("kind"),
        APIField("starts_on"),
        APIField("ends_on"),
        APIField("body"),
    ]

    class Meta:
        verbose_name = "专题"
        verbose_name_plural = "专题"
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="home_topic_ends_after_start",
                violation_error_message="结束日期早于开始日期。",
            )
        ]

    def clean(self) -> None:
        """Tell of a wrong end beside its field; the constraint holds on every other way."""
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "结束日期早于开始日期。"})

    @property
    def kind_label(self) -> str:
        """专题 or 成果展."""
        return self.get_kind_display()

    @cached_property
    def state(self) -> State:
        """Where today stands to its dates."""
        return state_on(self.today, self.starts_on, self.ends_on)

    @property
    def today(self) -> date:
        """The day here, as the dates mean it."""
        return timezone.localdate()

    @property
    def state_label(self) -> str:
        """The state in words, for the admin's list."""
        return self.state.label

    @property
    def is_over(self) -> bool:
        """Whether it belongs to the archive."""
        return self.state == State.OVER

    @property
    def is_ahead(self) -> bool:
        """Whether it has not begun."""
        return self.state == State.AHEAD

    @property
    def period(self) -> str:
        """Its dates in words; empty without any."""
        return period_in_words(self.starts_on, self.ends_on)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Fill the lists of the body. Queries: see ``lists.fill``."""
        values = [block.value for block in self.body if isinstance(block.value, lists.ListValue)]
        lists.fill(values)
        return super().get_context(request, *args, **kwargs)


class StandardPage(PortalPage):
    """A page of plain text, such as 关于本站."""

    search_kind = "页面"
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    body = StreamField(BodyBlock(), verbose_name="正文", blank=True)

    content_panels = [*PortalPage.content_panels, FieldPanel("body")]
    search_fields = [*PortalPage.search_fields, index.SearchField("body")]
    api_fields = [*PortalPage.api_fields, APIField("body")]

    class Meta:
        verbose_name = "页面"
        verbose_name_plural = "页面"

    @property
    def share_kind(self) -> str:
        """None: that it is a page says nothing."""
        return ""

"""The front page and the pages that editors assemble."""

from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.search import index

from portal.blocks import BodyBlock, TopicBlock
from portal.models import IndexPage, PortalPage


class HomePage(PortalPage):
    """The front page: gathers from all sections; ``lead`` may be chosen by hand."""

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
        TopicBlock(),
        verbose_name="首页专栏",
        blank=True,
        help_text="放在各栏目之后；各栏目的新内容会自动上首页。",
    )

    content_panels = [*PortalPage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = "首页"

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add what is new in every section."""
        from home.queries import front_page

        return super().get_context(request, *args, **kwargs) | front_page()


class TopicIndexPage(IndexPage):
    """The list of topic pages."""

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.TopicPage"]

    class Meta:
        verbose_name = "专题栏目"

    @property
    def listed_model(self) -> type["TopicPage"]:
        """Topic pages."""
        return TopicPage

    def get_listing(self):
        """Return the topics with their pictures."""
        listing = super().get_listing()
        return listing.select_related("cover").prefetch_related("cover__renditions")


class TopicPage(PortalPage):
    """专题: a page that editors assemble from blocks around one subject."""

    search_kind = "专题"
    parent_page_types = ["home.TopicIndexPage"]
    subpage_types: list[str] = []

    body = StreamField(TopicBlock(), verbose_name="内容", blank=True)

    content_panels = [*PortalPage.content_panels, FieldPanel("body")]
    search_fields = [*PortalPage.search_fields, index.SearchField("body")]
    api_fields = [*PortalPage.api_fields, APIField("body")]

    class Meta:
        verbose_name = "专题"
        verbose_name_plural = "专题"


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

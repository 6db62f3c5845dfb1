"""The admin's lists of one type of page each: the columns and filters that editors ask for."""

from collections.abc import Sequence
from typing import Any

from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.query import PageQuerySet

from forums.models import ForumEventPage
from home.models import TopicPage
from portal.models import PortalPage
from reading.models import BookListPage, ReadingLogPage, StudyCornerPage
from stories.models import StoryPage
from workshops.models import WorkshopPage, WorkshopShowcasePage


class ListingView(IndexView):
    """Fetches with the pages what their columns show: a constant number of queries."""

    shown_with: Sequence[str] = ()

    def annotate_queryset(self, pages: PageQuerySet) -> PageQuerySet:
        """Add authors, units and books to what Wagtail prepares."""
        return super().annotate_queryset(pages).prefetch_related(*self.shown_with)


class Listing(PageListingViewSet):
    """A list of one type of page.

    Attributes:
        own_columns: between the title and the dates.
        shown_with: what these columns read from related rows.
        filter_fields: fields of the type that can be filtered by, besides Wagtail's.
    """

    index_view_class = ListingView
    add_to_admin_menu = False
    own_columns: Sequence[BaseColumn] = ()
    shown_with: Sequence[str] = ()
    filter_fields: Sequence[str] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.name = cls.model._meta.model_name
        cls.columns = [
            BulkActionsColumn("bulk_actions"),
            PageTitleColumn("title", label="标题", sort_key="title", classname="title"),
            *cls.own_columns,
            DateColumn("first_published_at", label="首次发布", sort_key="first_published_at"),
            DateColumn(
                "latest_revision_created_at", label="修改", sort_key="latest_revision_created_at"
            ),
            PageStatusColumn("status", label="状态", sort_key="live"),
        ]
        cls.filterset_class = _filters_of(cls.model, cls.filter_fields)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the view what to fetch."""
        return super().get_index_view_kwargs(shown_with=self.shown_with, **kwargs)


def _filters_of(of: type[PortalPage], names: Sequence[str]) -> type[PageFilterSet]:
    """Return Wagtail's filters and those by the named fields."""

    class Filters(PageFilterSet):
        class Meta(PageFilterSet.Meta):
            model = of
            fields = list(names)

    return Filters


AUTHOR = Column("byline_author", label="作者")
UNIT = Column("byline_unit", label="单位")
OF_SUBMISSIONS = ("owner", "unit")


class StoryListing(Listing):
    """Stories."""

    model = StoryPage
    icon = "user"
    own_columns = (Column("person_name", label="人物", sort_key="person_name"), AUTHOR, UNIT)
    shown_with = OF_SUBMISSIONS
    filter_fields = ("stage", "subject", "qualities")


class BookListListing(Listing):
    """Book lists."""

    model = BookListPage
    icon = "list-ol"
    own_columns = (AUTHOR, UNIT)
    shown_with = OF_SUBMISSIONS


class ReadingLogListing(Listing):
    """Reading logs."""

    model = ReadingLogPage
    icon = "edit"
    own_columns = (Column("work", label="书"), AUTHOR, UNIT)
    shown_with = (*OF_SUBMISSIONS, "work")
    filter_fields = ("slot",)


class StudyCornerListing(Listing):
    """Study corners."""

    model = StudyCornerPage
    icon = "home"
    own_columns = (AUTHOR, UNIT)
    shown_with = OF_SUBMISSIONS


class EventListing(Listing):
    """Events."""

    model = ForumEventPage
    icon = "calendar-alt"
    own_columns = (
        DateColumn("starts_at", label="开始", sort_key="starts_at"),
        Column("kind_label", label="类型"),
        AUTHOR,
    )
    shown_with = OF_SUBMISSIONS
    filter_fields = ("event_kind", "mode", "starts_at")


class WorkshopListing(Listing):
    """Workshops."""

    model = WorkshopPage
    icon = "group"
    own_columns = (Column("host_name", label="主持人"), Column("unit", label="单位"))
    shown_with = ("unit",)
    filter_fields = ("tier",)


class ShowcaseListing(Listing):
    """Showcases of workshops."""

    model = WorkshopShowcasePage
    icon = "pick"
    own_columns = (Column("kind_label", label="类型"), AUTHOR, UNIT)
    shown_with = OF_SUBMISSIONS
    filter_fields = ("result_kind",)


class TopicListing(Listing):
    """Topics and exhibitions."""

    model = TopicPage
    icon = "folder-open-inverse"
    menu_label = "专题和成果展"
    own_columns = (
        Column("get_kind_display", label="类型", sort_key="kind"),
        Column("period", label="日期", sort_key="ends_on"),
        Column("state_label", label="进行"),
    )
    filter_fields = ("kind", "look")


class ContentGroup(ViewSetGroup):
    """内容: all of them under one entry of the menu."""

    menu_label = "内容"
    menu_icon = "doc-full-inverse"
    menu_order = 110
    items = (
        StoryListing,
        BookListListing,
        ReadingLogListing,
        StudyCornerListing,
        EventListing,
        WorkshopListing,
        ShowcaseListing,
        TopicListing,
    )

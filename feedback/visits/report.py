"""浏览次数 among the admin's reports. It sorts by title and date only: a table of the most read
pieces would be a ranking of the people who wrote them.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.query import PageQuerySet

from feedback.exporting import PLAIN_CELLS
from feedback.letters.queries import is_editor
from feedback.visits.queries import pages_with_views


class ViewsReportView(ReportView):
    """Public pages with how often they were opened."""

    page_title = "浏览次数"
    header_icon = "view"
    index_url_name = "feedback_views"
    index_results_url_name = "feedback_views_results"
    default_ordering = "-first_published_at"
    columns = [
        TitleColumn("title", label="页面", get_url=lambda page: page.get_url(), sort_key="title"),
        Column("page_type_display_name", label="类别"),
        DateColumn("first_published_at", label="发布时间", sort_key="first_published_at"),
        NumberColumn("week", label="近 7 天"),
        NumberColumn("month", label="近 30 天"),
        NumberColumn("ever", label="累计"),
    ]
    list_export = ["title", "first_published_at", "week", "month", "ever"]
    export_headings = {
        "title": "题目",
        "first_published_at": "发布时间",
        "week": "近 7 天",
        "month": "近 30 天",
        "ever": "累计",
    }

    custom_value_preprocess = PLAIN_CELLS

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_editor(request.user):
            raise PermissionDenied("浏览次数只给编辑和总编看。")
        return super().dispatch(request, *args, **kwargs)

    def get_filename(self) -> str:
        return "浏览次数"

    def get_base_queryset(self) -> PageQuerySet:
        """Public pages with their sums."""
        return pages_with_views(timezone.localdate())

"""读者来信 among the admin's reports: what was written about what. No contact, no name."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.text import Truncator
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from feedback.enums import Kind, State
from feedback.exporting import PLAIN_CELLS
from feedback.letters import queries
from feedback.models import Letter


class LetterFilterSet(WagtailFilterSet):
    """A period, a kind, a state."""

    made_at = django_filters.DateFromToRangeFilter(label="日期", widget=DateRangePickerWidget)
    kind = django_filters.ChoiceFilter(label="类别", choices=Kind.choices)
    state = django_filters.ChoiceFilter(label="状态", choices=State.choices)

    class Meta:
        model = Letter
        fields = ["made_at", "kind", "state"]


class LetterReportView(ReportView):
    """The report on the screen and, as ``?export=xlsx``, in a file."""

    page_title = "读者来信"
    header_icon = "mail"
    index_url_name = "feedback_report"
    index_results_url_name = "feedback_report_results"
    filterset_class = LetterFilterSet
    default_ordering = "-made_at"
    columns = [
        TitleColumn(
            "text",
            label="内容",
            accessor=lambda row: Truncator(row.text).chars(80),
            get_url=lambda row: reverse("feedback:letter", args=[row.pk]),
        ),
        Column("get_kind_display", label="类别"),
        Column("page_title", label="页面"),
        Column("get_state_display", label="状态"),
        Column("editor", label="经办"),
        Column("made_at", label="时间", sort_key="made_at"),
    ]
    list_export = ["made_at", "get_kind_display", "page_title", "path", "quote", "text"]
    list_export += ["get_state_display", "reply", "settled_at"]
    export_headings = {
        "made_at": "时间",
        "get_kind_display": "类别",
        "page_title": "页面",
        "path": "网址",
        "quote": "原句",
        "text": "内容",
        "get_state_display": "状态",
        "reply": "答复",
        "settled_at": "办结时间",
    }

    custom_value_preprocess = PLAIN_CELLS

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not queries.is_editor(request.user):
            raise PermissionDenied("意见和纠错由编辑和总编处理。")
        return super().dispatch(request, *args, **kwargs)

    def get_filename(self) -> str:
        return "读者来信"

    def get_base_queryset(self) -> QuerySet[Letter]:
        """All letters, without what could tell who wrote them."""
        letters = Letter.objects.select_related("editor")
        return letters.defer("contact", "author", "receipt", "challenge")

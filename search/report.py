"""搜索统计: what was looked for and what found nothing, without the texts that are rare."""

from typing import Any

import django_filters
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponseBase
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import BooleanRadioSelect

from search.models import SearchCount, SearchSettings


def may_see_counts(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether somebody may read what was searched for."""
    return user.has_perm("search.view_searchcount")  # type: ignore[union-attr]


class SearchReportFilterSet(WagtailFilterSet):
    """A period, and only what found nothing."""

    day = django_filters.DateFromToRangeFilter(label="日期", widget=DateRangePickerWidget)
    fruitless = django_filters.BooleanFilter(
        label="有时没有结果", method="narrow_to_fruitless", widget=BooleanRadioSelect
    )

    class Meta:
        model = SearchCount
        fields = ["day"]

    def narrow_to_fruitless(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Keep the texts that found nothing at least once, or those that never did."""
        return queryset.filter(**{"times_fruitless__gt" if value else "times_fruitless": 0})


class SearchReportView(ReportView):
    """The report on the screen and, as ``?export=xlsx``, in a file."""

    page_title = "搜索统计"
    header_icon = "search"
    index_url_name = "search_report"
    index_results_url_name = "search_report_results"
    results_template_name = "search/admin/report_results.html"
    filterset_class = SearchReportFilterSet
    default_ordering = ("-times", "text")
    columns = [
        Column("text", label="搜索内容", sort_key="text"),
        NumberColumn("times", label="搜索次数", sort_key="times"),
        NumberColumn("times_fruitless", label="没有结果", sort_key="times_fruitless"),
    ]
    list_export = ["text", "times", "times_fruitless"]
    export_headings = {"text": "搜索内容", "times": "搜索次数", "times_fruitless": "没有结果"}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_counts(request.user):
            raise PermissionDenied("只有编辑可以查看搜索统计。")
        return super().dispatch(request, *args, **kwargs)

    def get_filename(self) -> str:
        return "搜索统计"

    def get_base_queryset(self) -> QuerySet:
        """Texts with their sums over the chosen period, the frequent ones only."""
        sums = SearchCount.objects.exclude(text="").values("text")
        sums = sums.annotate(times=Sum("searches"), times_fruitless=Sum("fruitless"))
        return sums.filter(times__gte=SearchSettings.load().fewest_searches)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the totals of the period: of everything, and of what is not listed."""
        context = super().get_context_data(*args, **kwargs)
        days = self._days()
        total = SearchCount.objects.filter(days).aggregate(
            searches=Sum("searches", default=0), fruitless=Sum("fruitless", default=0)
        )
        listed = sum(self.get_base_queryset().filter(days).values_list("times", flat=True))
        return context | {"total": total, "unlisted": total["searches"] - listed}

    def _days(self) -> Q:
        chosen = self.filters.form.cleaned_data.get("day") if self.filters.form.is_valid() else None
        days = Q()
        if chosen and chosen.start:
            days &= Q(day__gte=chosen.start.date())
        if chosen and chosen.stop:
            days &= Q(day__lte=chosen.stop.date())
        return days

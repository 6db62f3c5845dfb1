"""What Wagtail's admin shows of the search."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.contrib.search_promotions.views import IndexView as PromotionIndexView

from search.report import SearchReportView, may_see_counts
from search.viewsets import SearchListsGroup

# Wagtail's own report of searches, which counts without a lower limit; nothing writes its rows.
WAGTAILS_REPORT = "search-terms"

# The list of promoted results has a column of those hits, which would always say nought.
PromotionIndexView.columns = [
    column for column in PromotionIndexView.columns if column.name != "views"
]


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """The report of searches."""
    return [
        path("reports/searches/", SearchReportView.as_view(), name="search_report"),
        path(
            "reports/searches/results/",
            SearchReportView.as_view(results_only=True),
            name="search_report_results",
        ),
    ]


class SearchReportMenuItem(MenuItem):
    """For those who may see the counts."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_counts(request.user)


@hooks.register("register_reports_menu_item")
def report_menu_item() -> MenuItem:
    """搜索统计 among the reports."""
    return SearchReportMenuItem(
        "搜索统计", reverse("search_report"), name="searches", icon_name="search", order=1300
    )


@hooks.register("construct_reports_menu")
def hide_wagtails_report(request: HttpRequest, items: list[MenuItem]) -> None:
    """One count of searches is enough."""
    items[:] = [item for item in items if item.name != WAGTAILS_REPORT]


@hooks.register("register_admin_viewset")
def register_lists() -> SearchListsGroup:
    """Terms and synonyms in the menu."""
    return SearchListsGroup()

"""What this floor adds to the admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from home.health import views as health
from home.listings import ContentGroup
from home.patterns.views import patterns
from home.planner.views import planner
from people.roles import Role, has_role


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """站点体检, 内容日历 and 设计样式; the admin asks for the right to enter."""
    findings, idle = health.FindingsReportView, health.IdleReportView
    return [
        path("patterns/", patterns, name="patterns"),
        path("planner/", planner, name="content_planner"),
        path("health/", health.dashboard, name="site_health"),
        path("health/again/", health.examine_again, name="site_health_again"),
        path("health/findings/", findings.as_view(), name="health_findings"),
        path(
            "health/findings/results/",
            findings.as_view(results_only=True),
            name="health_findings_results",
        ),
        path("health/idle/", idle.as_view(), name="health_idle"),
        path("health/idle/results/", idle.as_view(results_only=True), name="health_idle_results"),
    ]


class HealthMenuItem(MenuItem):
    """For those who look after the site."""

    def is_shown(self, request: HttpRequest) -> bool:
        return health.may_see(request.user)


class PlannerMenuItem(MenuItem):
    """For those who plan."""

    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, Role.EDITOR, Role.CHIEF_EDITOR)


@hooks.register("register_admin_menu_item")
def planner_menu_item() -> MenuItem:
    """内容日历, behind the calendar of publications."""
    return PlannerMenuItem(
        "内容日历", reverse("content_planner"), icon_name="calendar-check", order=3
    )


@hooks.register("register_admin_menu_item")
def health_menu_item() -> MenuItem:
    """站点体检."""
    return HealthMenuItem("站点体检", reverse("site_health"), icon_name="circle-check", order=5)


@hooks.register("register_admin_viewset")
def listings() -> ContentGroup:
    """The lists of pages by type."""
    return ContentGroup()


@hooks.register("register_help_menu_item")
def patterns_item() -> MenuItem:
    """In the help menu, where editors and designers look things up."""
    return MenuItem("设计样式", reverse("patterns"), icon_name="image", order=900)

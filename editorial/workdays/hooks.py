"""The calendar in the admin, and the word to administrators when a year is missing."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy

from editorial.models import CalendarDay
from editorial.workdays.queries import unknown_years
from people.models import User
from people.roles import Role, has_role, users_with_role


class SiteAdminPolicy(BasePermissionPolicy):
    """Everything for site administrators, nothing for anybody else."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return has_role(user, Role.SITE_ADMIN)

    def users_with_any_permission(self, actions: list[str]) -> Any:
        return users_with_role(Role.SITE_ADMIN)


def missing_years() -> str:
    """Return what to tell administrators, nothing where no year is missing. Queries: at most 1."""
    years = unknown_years(timezone.localdate())
    if not years:
        return ""
    named = "、".join(str(year) for year in years)
    return (
        f"还没有 {named} 年的节假日，限期暂按周一至周五计算。"
        "请在“工作日历”里填写，或升级 chinesecalendar。"
    )


class CalendarIndexView(IndexView):
    @property
    def page_subtitle(self) -> str:
        return missing_years()


class CalendarViewSet(ModelViewSet):
    model = CalendarDay
    name = "calendar"
    icon = "calendar-alt"
    menu_label = "工作日历"
    menu_order = 600
    add_to_settings_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = ["date", "is_workday", "name"]
    index_view_class = CalendarIndexView
    ordering = "-date"
    list_display = ["__str__", BooleanColumn("is_workday", label="上班")]
    list_filter = ["is_workday"]
    search_fields = ["name"]
    search_backend_name = None
    permission_policy = SiteAdminPolicy(CalendarDay)


@hooks.register("register_admin_viewset")
def calendar_viewset() -> CalendarViewSet:
    """工作日历 among the settings."""
    return CalendarViewSet()


class MissingYearPanel(Component):
    """The hint on the admin's first screen."""

    name = "calendar_missing_year"
    template_name = "editorial/workdays/missing_year.html"
    order = 60

    def __init__(self, hint: str) -> None:
        self.hint = hint

    def get_context_data(self, parent_context: dict) -> dict:
        """Add the hint."""
        return {"hint": self.hint}


@hooks.register("construct_homepage_panels")
def missing_year_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Tell site administrators when the holidays of a year are missing."""
    if has_role(request.user, Role.SITE_ADMIN) and (hint := missing_years()):
        panels.append(MissingYearPanel(hint))

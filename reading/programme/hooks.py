"""The programme in the menu of the desk, in the admin and in its log."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from editorial.desk.menu import MENU_HOOK
from people.roles import Role, has_role
from reading.programme.exporting import LOG_ACTION
from reading.programme.school_views import STAFF
from reading.programme.viewsets import ProgrammeGroup


@hooks.register(MENU_HOOK, order=15)
def menu_entries(request: HttpRequest) -> list[tuple[str, str, str]]:
    """学校 2+N for those who may open a summary. Queries: 0, the menu knows the roles."""
    if not has_role(request.user, Role.SCHOOL_ADMIN, *STAFF):
        return []
    return [("学校 2+N", reverse("programme:schools"), "school")]


@hooks.register("register_admin_viewset")
def programme_group() -> ProgrammeGroup:
    """书房计划 in the admin's menu."""
    return ProgrammeGroup()


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    """Who took a summary out of the house."""

    @registry.register_action(LOG_ACTION)
    class ExportFormatter(LogFormatter):
        label = "导出 2+N 汇总"

        def format_message(self, log_entry: Any) -> str:
            data = log_entry.data
            names = "，附名单" if data["with_names"] else ""
            return f"导出{data['year']}{data['period']} 2+N 汇总{names}：{data['reason']}"

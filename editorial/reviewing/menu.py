"""The chief editors' two entries in the admin's menu."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter

from people.roles import Role, has_role


class ChiefEditorsMenuItem(MenuItem):
    """Shown to chief editors only."""

    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, Role.CHIEF_EDITOR)


@hooks.register("register_admin_menu_item")
def report_menu_item() -> MenuItem:
    """审稿报告, behind the queue."""
    return ChiefEditorsMenuItem(
        "审稿报告", reverse("editorial_reviewing:report"), icon_name="table", order=2
    )


@hooks.register("register_admin_menu_item")
def record_menu_item() -> MenuItem:
    """审稿记录, behind the report."""
    return ChiefEditorsMenuItem(
        "审稿记录", reverse("editorial_reviewing:record"), icon_name="history", order=3
    )


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    """Let the site's log say what a purge removed."""

    @registry.register_action("editorial.record.purge")
    class PurgeFormatter(LogFormatter):
        label = "清理审稿记录"

        def format_message(self, log_entry: object) -> str:
            data = log_entry.data
            return (
                f"清理 {data['before']} 以前的审稿记录：{data['pieces']} 篇，"
                f"决定 {data['decisions']} 条，签发 {data['releases']} 条"
            )

"""What other floors ask of events."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from editorial.desk.menu import MENU_HOOK
from forums import facts as _facts  # noqa: F401 each registers its own
from forums import places as _places  # noqa: F401
from forums import talks as _talks  # noqa: F401
from forums.attendance import hooks as _attendance  # noqa: F401 each registers its own
from forums.certificates import hooks as _certificates  # noqa: F401
from forums.contests.exporting import CONTEST_TAKEN
from forums.gallery import hooks as _gallery  # noqa: F401
from forums.hours import hooks as _hours  # noqa: F401
from forums.models import EventSeries
from forums.organising.exporting import LIST_TAKEN
from forums.personal import of_forums
from people.personal.holdings import PERSONAL_DATA_HOOK


@hooks.register(MENU_HOOK, order=20)
def my_events(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Add the way to the own events and contests. Queries: none."""
    return [
        ("我的活动", reverse("events:mine"), "calendar-days"),
        ("基本功大赛", reverse("contests:mine"), "award"),
    ]


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    """Who took a list of names out of the house."""

    @registry.register_action(LIST_TAKEN)
    class ExportFormatter(LogFormatter):
        label = "导出报名名单"

        def format_message(self, log_entry: Any) -> str:
            data = log_entry.data
            return f"导出报名名单，{data.get('rows', 0)} 条，用途：{data.get('reason', '')}"

    @registry.register_action(CONTEST_TAKEN)
    class ContestExportFormatter(LogFormatter):
        label = "导出比赛"

        def format_message(self, log_entry: Any) -> str:
            data = log_entry.data
            return f"导出比赛，{data.get('rows', 0)} 条，用途：{data.get('reason', '')}"


class EventSeriesViewSet(SnippetViewSet):
    """The list of series, kept by editors."""

    model = EventSeries
    icon = "list-ol"
    menu_label = "活动系列"
    add_to_admin_menu = False
    list_display = ["title", "year"]
    search_fields = ["title"]


register_snippet(EventSeriesViewSet)


hooks.register(PERSONAL_DATA_HOOK, of_forums)

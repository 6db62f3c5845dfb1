"""What other floors ask of discussions."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from discussions import queries
from discussions.admin import PlaceRuleViewSet, ReasonViewSet
from discussions.credits import uncredited
from discussions.finding import topic_group
from discussions.forms import offered_reasons
from discussions.personal import of_discussions
from discussions.views.waiting import waiting_line
from editorial.checks.running import HOOK as CHECKER_HOOK
from editorial.checks.running import Checker
from editorial.desk.menu import MENU_HOOK
from editorial.reviewing.others import WAITING_HOOK, WaitingGroup
from people.models import User
from people.personal.holdings import PERSONAL_DATA_HOOK
from search.others import OTHERS_HOOK


@hooks.register("register_admin_viewset")
def register_tables() -> list[ModelViewSet]:
    """Show rules and reasons below 设置."""
    return [PlaceRuleViewSet(), ReasonViewSet()]


@hooks.register(CHECKER_HOOK)
def credit_checker() -> Checker:
    """Keep an article back until those whose words it takes have agreed."""
    return uncredited


@hooks.register(MENU_HOOK, order=40)
def menu_entries(request: HttpRequest) -> list[tuple[str, str, str]]:
    """我的讨论 in the menu of the desk."""
    return [("我的讨论", reverse("discussions:own"), "message-square")]


@hooks.register(WAITING_HOOK)
def waiting_posts(reviewer: User, most: int) -> WaitingGroup | None:
    """What people said, in the one queue. Queries: ``waiting_count``, ``waiting_versions``."""
    if not queries.is_editor(reviewer):
        return None
    lines: list[dict[str, Any]] = []
    count = queries.waiting_count(reviewer)
    if most and count:
        reasons = offered_reasons()
        found = queries.waiting_versions(reviewer)[:most]
        shown = queries.with_places(reviewer, found)
        lines = [waiting_line(waiting, reasons) for waiting in shown]
    return WaitingGroup(
        title="讨论",
        noun="条发言",
        url=reverse("discussions_waiting:queue"),
        count=count,
        template="discussions/components/waiting.html",
        stylesheet="discussions/discussions.css",
        lines=lines,
    )


hooks.register(OTHERS_HOOK, topic_group)


hooks.register(PERSONAL_DATA_HOOK, of_discussions)

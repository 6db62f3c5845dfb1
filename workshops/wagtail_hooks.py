"""What other floors ask of the workshops: the desk's menu, facts, the office's tables, the log."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from editorial.desk.menu import MENU_HOOK
from people.colleagues import COLLEAGUES_HOOK, Circle
from people.personal.holdings import PERSONAL_DATA_HOOK
from people.roles import Role, has_role
from portal.facts import WORKSHOP_FACTS_HOOK, Fact, FactKind
from portal.queries import below, readable_pages
from workshops import places as _places  # noqa: F401 registers itself
from workshops.access import KEEPERS, OFFICE
from workshops.coverage.exporting import MISSING_TAKEN
from workshops.membership.actions import MEMBERS_TAKEN, REMOVED
from workshops.membership.queries import circles_by_workshop
from workshops.models import WorkshopShowcasePage
from workshops.personal import of_workshops
from workshops.viewsets import WorkshopsGroup


@hooks.register(MENU_HOOK, order=30)
def menu_entries(request: HttpRequest) -> list[tuple[str, str, str]]:
    """The own workshops for teachers and hosts, the office for editors. Queries: 0."""
    entries = []
    if has_role(request.user, Role.TEACHER, Role.WORKSHOP_HOST):
        entries.append(("我的工作坊", reverse("workshops:mine"), "users"))
    if has_role(request.user, *OFFICE, *KEEPERS):
        entries.append(("工作坊评议", reverse("workshops:office"), "clipboard-check"))
    return entries


@hooks.register(WORKSHOP_FACTS_HOOK)
def showcases(page: Page, reader: Any, start: date, end: date) -> Iterator[Fact]:
    """What a workshop has published, by the day of publication. Queries: 1."""
    shown = readable_pages(reader, below(WorkshopShowcasePage.objects.all(), page))
    shown = shown.filter(first_published_at__date__range=(start, end))
    for each in shown:
        yield Fact(
            FactKind.OUTPUT,
            timezone.localdate(each.first_published_at),
            f"{each.kind_label}：{each.title}",
            each.get_url() or "",
        )


showcases.tells = {FactKind.OUTPUT}


@hooks.register(COLLEAGUES_HOOK)
def colleagues_by_workshop(user_ids: Collection[int]) -> dict[int, list[Circle]]:
    """Whoever belongs to the same workshop judges no work of the others. Queries: 2."""
    return circles_by_workshop(user_ids)


@hooks.register("register_admin_viewset")
def workshops_group() -> WorkshopsGroup:
    """Years and indicators in the admin's menu."""
    return WorkshopsGroup()


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    """Name what is logged of a workshop."""
    registry.register_action(REMOVED, "结束工作坊成员身份", "主持人结束一位成员的身份")
    registry.register_action(MEMBERS_TAKEN, "导出工作坊成员", "主持人导出成员名单")
    registry.register_action(MISSING_TAKEN, "导出未参加工作坊名单", "编辑导出未参加工作坊的名单")


hooks.register(PERSONAL_DATA_HOOK, of_workshops)

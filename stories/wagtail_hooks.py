"""What other floors ask of the stories: portraits, the register in the admin, the log."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from media.models import PortalImage
from media.queries import PUBLIC_FILES_HOOK
from people.models import User
from people.permissions import CONSENT_KEEPERS
from people.personal.holdings import PERSONAL_DATA_HOOK
from people.roles import Role, has_role
from stories.honours.actions import JOINED, RESTORED, REVOKED
from stories.honours.importing import IMPORTED
from stories.honours.viewsets import HonourViewSet, RegisterViewSet
from stories.honours.workbooks import TAKEN_OUT
from stories.models import Basis, Exemplar, Honour
from stories.personal import of_stories
from stories.portraits.actions import AGREED, KEEPERS, MERGED
from stories.portraits.queries import shows_portrait_publicly
from stories.portraits.viewsets import ExemplarViewSet, PeopleViewSet


class StoriesGroup(SnippetViewSetGroup):
    """Both registers below one entry of the menu."""

    menu_label = "师德风采"
    menu_icon = "user"
    menu_order = 235
    items = (ExemplarViewSet, HonourViewSet)


register_snippet(StoriesGroup)


@hooks.register("register_admin_viewset")
def register_views() -> list[RegisterViewSet | PeopleViewSet]:
    """What is done beside writing entries."""
    return [RegisterViewSet(), PeopleViewSet()]


@hooks.register(PUBLIC_FILES_HOOK)
def portraits(file: Any) -> bool:
    """The portrait of a person who agreed to photos is public, though no page shows it."""
    return isinstance(file, PortalImage) and shows_portrait_publicly(file)


@hooks.register("register_snippet_listing_buttons")
def register_buttons(snippet: Any, user: User, next_url: str | None = None) -> Iterator[Button]:
    """What can be done with a line of the registers."""
    if isinstance(snippet, Honour):
        yield from _honour_buttons(snippet, user)
    elif isinstance(snippet, Exemplar):
        yield from _person_buttons(snippet, user)


def _honour_buttons(honour: Honour, user: User) -> Iterator[Button]:
    if has_role(user, Role.CHIEF_EDITOR):
        verb, label = ("restore", "恢复") if honour.revoked_on else ("revoke", "撤销")
        address = reverse(f"honour_register:{verb}", args=[honour.pk])
        yield Button(label, address, icon_name="warning", priority=40)
    if honour.basis == Basis.STATED and has_role(user, *KEEPERS):
        address = reverse("honour_register:join", args=[honour.pk])
        yield Button("并入另一项", address, icon_name="resubmit", priority=50)


def _person_buttons(person: Exemplar, user: User) -> Iterator[Button]:
    if has_role(user, *CONSENT_KEEPERS):
        address = reverse("exemplar_register:consent", args=[person.pk])
        yield Button("登记同意", address, icon_name="clipboard-list", priority=40)
    if has_role(user, *KEEPERS):
        address = reverse("exemplar_register:merge", args=[person.pk])
        yield Button("并入另一条", address, icon_name="resubmit", priority=50)


@hooks.register("before_delete_snippet")
def keep_what_is_in_use(request: HttpRequest, instances: Sequence[Any]) -> HttpResponse | None:
    """Say no, instead of failing, where stories, honours or a revocation rest on an entry."""
    kept = [str(each) for each in instances if isinstance(each, Honour) and each.events.exists()]
    if kept:
        messages.error(request, f"{'、'.join(kept)}有撤销记录，不能删除。")
        return redirect("wagtailsnippets_stories_honour:list")
    kept = [
        str(each)
        for each in instances
        if isinstance(each, Exemplar) and (each.honours.exists() or each.portrayals.exists())
    ]
    if kept:
        messages.error(request, f"{'、'.join(kept)}有故事或荣誉，不能删除；重复的人物请合并。")
        return redirect("wagtailsnippets_stories_exemplar:list")
    return None


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    """Name what is logged of the registers."""
    registry.register_action(JOINED, "合并荣誉", "把稿件里的写法并入这项荣誉")
    registry.register_action(IMPORTED, "导入荣誉", "从表格导入荣誉")
    registry.register_action(AGREED, "登记人物同意", "登记本人同意进入名录")
    registry.register_action(MERGED, "合并人物", "把另一条人物并入这一条")

    for action, label in (
        (REVOKED, "撤销荣誉"),
        (RESTORED, "恢复荣誉"),
        (TAKEN_OUT, "导出荣誉名录"),
    ):
        _register_with_reason(registry, action, label)


def _register_with_reason(registry: LogActionRegistry, action: str, label: str) -> None:
    words = label

    @registry.register_action(action)
    class ReasonFormatter(LogFormatter):
        label = words

        def format_message(self, log_entry: Any) -> str:
            return f"{words}，理由：{log_entry.data.get('reason', '')}"


hooks.register(PERSONAL_DATA_HOOK, of_stories)

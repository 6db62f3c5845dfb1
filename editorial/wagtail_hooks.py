"""What Wagtail's admin shows of the editorial road."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import URLPattern, include, path, reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.query import PageQuerySet

import editorial.explorer
import editorial.reviewing.tables
import editorial.workdays.hooks  # noqa: F401 - registers the calendar
from editorial.admin_visibility import may_see, without_unsubmitted
from editorial.models import Submission
from editorial.personal.declared import of_editorial
from editorial.queries import queue_for
from editorial.reviewing import menu  # noqa: F401 - registers the chief editors' entries
from editorial.reviewing.presenting import lines
from editorial.visibility import (
    by_audience,
    labels_of_reader,
    readers_of,
    refuse_other_readers,
    reviews_file,
)
from editorial.words import hooks as word_hooks  # noqa: F401 - registers the word lists
from media.queries import FILE_VIEWERS_HOOK
from people.models import User
from people.personal.holdings import PERSONAL_DATA_HOOK
from people.roles import Role, has_role
from portal.models import PortalPage
from portal.queries import READABLE_PAGES_HOOK
from search.labels import PAGE_READERS_HOOK, READER_LABELS_HOOK

hooks.register(READABLE_PAGES_HOOK, by_audience)
hooks.register(PAGE_READERS_HOOK, readers_of)
hooks.register(READER_LABELS_HOOK, labels_of_reader)
hooks.register("before_serve_page", refuse_other_readers)
hooks.register(FILE_VIEWERS_HOOK, reviews_file)

SHOWN_ON_DASHBOARD = 10
REVIEWERS = (Role.EDITOR, Role.CHIEF_EDITOR)
CANCEL = "action-cancel-workflow"
DECIDE = "action-workflow-action"
NOT_OFFERED = {"action-submit", "action-publish", CANCEL}


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """The editors' desk."""
    return [path("editorial/", include("editorial.reviewing.urls"))]


class QueueMenuItem(MenuItem):
    """The way to the desk, for those who review."""

    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, *REVIEWERS)


@hooks.register("register_admin_menu_item")
def queue_menu_item() -> MenuItem:
    """The desk comes first."""
    return QueueMenuItem("待审稿件", reverse("reviews:queue"), icon_name="clipboard-list", order=1)


@hooks.register("register_admin_menu_item")
def schedule_menu_item() -> MenuItem:
    """The calendar of publications."""
    return QueueMenuItem(
        "发布排期", reverse("editorial_reviewing:schedule"), icon_name="calendar-alt", order=2
    )


class QueuePanel(Component):
    """今天等您处理 on the admin's first screen."""

    name = "editorial_queue"
    template_name = "editorial/reviewing/queue_panel.html"
    order = 50

    def get_context_data(self, parent_context: dict) -> dict:
        """Add what waits for the person who looks."""
        user = parent_context["request"].user
        waiting = queue_for(user).filter(held_at=None)[:SHOWN_ON_DASHBOARD]
        return {"entries": lines(list(waiting), user, timezone.now())}


@hooks.register("construct_homepage_panels")
def homepage_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Put the desk in the place of Wagtail's list, which asks the database once a piece."""
    panels[:] = [
        panel
        for panel in panels
        if not isinstance(
            panel, WorkflowObjectsToModeratePanel | UserObjectsInWorkflowModerationPanel
        )
    ]
    if has_role(request.user, *REVIEWERS):
        panels.append(QueuePanel())


@hooks.register("construct_page_action_menu")
def page_action_menu(items: list[ActionMenuItem], request: HttpRequest, context: dict) -> None:
    """Offer neither publishing nor Wagtail's submit for pieces: both have their own road."""
    page = context.get("page")
    parent = context.get("parent_page")
    creating = context["view"] == "create" and parent is not None
    if isinstance(page, Submission) or (creating and _holds_submissions(parent)):
        items[:] = [item for item in items if item.name not in NOT_OFFERED]


@hooks.register("construct_explorer_page_queryset")
def refuse_exploring_unsubmitted(
    parent_page: Page, pages: PageQuerySet, request: HttpRequest
) -> PageQuerySet:
    """Refuse the explorer's page of a piece that is still its author's own."""
    if isinstance(parent_page, Submission) and not may_see(parent_page, request.user):
        raise PermissionDenied("这篇稿件还没有送审，只有作者能看。")
    return pages


@hooks.register("construct_page_chooser_queryset")
def choose_without_unsubmitted(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Leave out of the chooser what is still its author's own."""
    return without_unsubmitted(pages, request.user)


@hooks.register("before_edit_page")
def refuse_cancelling(request: HttpRequest, page: Page) -> None:
    """Refuse Wagtail's button that ends a review without a reason and without a record."""
    if CANCEL in request.POST and isinstance(page, Submission):
        raise PermissionDenied("请写明理由退回稿件；只有作者可以撤回。")


@hooks.register("before_edit_page")
def refuse_deciding_about_nothing(request: HttpRequest, page: Page) -> None:
    """Refuse a decision from a form that was open when the step ended: Wagtail's view fails."""
    if DECIDE in request.POST and page.current_workflow_task is None:
        raise PermissionDenied("这一步已经有人处理过了，请从待审稿件里重新打开。")


def _holds_submissions(parent: Page) -> bool:
    return any(
        issubclass(model, Submission) for model in parent.specific_class.allowed_subpage_models()
    )


@hooks.register("register_page_header_buttons")
def header_buttons(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """更正 and 撤稿, for a chief editor on a piece that is live or will be at a set time."""
    is_released = page.live or page.approved_schedule
    if not (
        is_released and isinstance(page.specific, Submission) and has_role(user, Role.CHIEF_EDITOR)
    ):
        return
    if page.live:
        yield Button(
            "更正",
            reverse("editorial_reviewing:correct", args=[page.pk]),
            icon_name="edit",
            priority=80,
        )
    yield Button(
        "撤稿",
        reverse("editorial_reviewing:withdraw", args=[page.pk]),
        icon_name="warning",
        priority=90,
    )


@hooks.register("register_page_header_buttons")
def article_button(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """公众号稿, for editors on a page that everybody may read."""
    specific = page.specific
    if has_role(user, *REVIEWERS) and isinstance(specific, PortalPage) and specific.is_public:
        yield Button(
            "公众号稿",
            reverse("editorial:article", args=[page.pk]),
            icon_name="copy",
            priority=70,
        )


hooks.register(PERSONAL_DATA_HOOK, of_editorial)

"""What other floors ask of readers' letters and of what readers open."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from editorial.desk.menu import MENU_HOOK
from editorial.reviewing.others import WAITING_HOOK, WaitingGroup
from feedback.admin import TrustedHostViewSet
from feedback.letters import queries
from feedback.letters.report import LetterReportView
from feedback.personal import of_feedback
from feedback.visits.report import ViewsReportView
from people.models import User
from people.personal.holdings import PERSONAL_DATA_HOOK


@hooks.register("register_admin_viewset")
def register_tables() -> TrustedHostViewSet:
    """Show the list of sites below 设置."""
    return TrustedHostViewSet()


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """The reports of letters and of views."""
    reports = {
        "letters": (LetterReportView, "feedback_report"),
        "views": (ViewsReportView, "feedback_views"),
    }
    found = []
    for name, (view, url_name) in reports.items():
        results = view.as_view(results_only=True)
        found += [
            path(f"reports/{name}/", view.as_view(), name=url_name),
            path(f"reports/{name}/results/", results, name=f"{url_name}_results"),
        ]
    return found


class EditorsMenuItem(MenuItem):
    """For those who see to letters."""

    def is_shown(self, request: HttpRequest) -> bool:
        return queries.is_editor(request.user)


@hooks.register("register_admin_menu_item")
def queue_menu_item() -> MenuItem:
    """读者来信, behind the pieces that wait."""
    return EditorsMenuItem("读者来信", reverse("feedback:queue"), icon_name="mail", order=4)


@hooks.register("register_reports_menu_item")
def letters_menu_item() -> MenuItem:
    """读者来信 among the reports."""
    return EditorsMenuItem(
        "读者来信", reverse("feedback_report"), name="letters", icon_name="mail", order=1310
    )


@hooks.register("register_reports_menu_item")
def views_menu_item() -> MenuItem:
    """浏览次数 among the reports."""
    return EditorsMenuItem(
        "浏览次数", reverse("feedback_views"), name="views", icon_name="view", order=1320
    )


@hooks.register(MENU_HOOK, order=60)
def menu_entries(request: HttpRequest) -> list[tuple[str, str, str]]:
    """我的意见 in the menu of the desk."""
    return [("我的意见", reverse("feedback:own"), "mail")]


@hooks.register(WAITING_HOOK)
def waiting_letters(reviewer: User, most: int) -> WaitingGroup | None:
    """Letters in the one queue. Queries: 1 to count, 1 for the lines."""
    if not queries.is_editor(reviewer):
        return None
    letters = queries.waiting(reviewer)
    return WaitingGroup(
        title="读者来信",
        noun="封来信",
        url=reverse("feedback:queue"),
        count=letters.count(),
        template="feedback/components/line.html",
        stylesheet="feedback/feedback.css",
        lines=list(letters[:most]) if most else [],
    )


hooks.register(PERSONAL_DATA_HOOK, of_feedback)

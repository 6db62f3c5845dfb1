"""Where auditors find the trail."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail.admin.menu import MenuItem

from people.audit.views import TrailView, may_read_trail


class TrailMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_read_trail(request.user)


def trail_urls() -> list[URLPattern]:
    """Addresses below ``/admin/``."""
    return [
        path("reports/audit/", TrailView.as_view(), name="audit_trail"),
        path(
            "reports/audit/results/",
            TrailView.as_view(results_only=True),
            name="audit_trail_results",
        ),
    ]


def trail_menu_item() -> MenuItem:
    return TrailMenuItem("审计记录", reverse("audit_trail"), icon_name="history", order=900)

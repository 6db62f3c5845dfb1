"""The editors' entry for lists; ``reading.wagtail_hooks`` imports it."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from people.roles import has_role
from reading.lists.actions import CURATORS


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    """Lists in the admin."""
    return [path("book-lists/", include("reading.lists.admin_urls"))]


class CuratorsMenuItem(MenuItem):
    """Shown to editors."""

    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, *CURATORS)


@hooks.register("register_reports_menu_item")
def lists_menu_item() -> MenuItem:
    """书单, among the reports."""
    return CuratorsMenuItem("书单", reverse("book_lists:lists"), icon_name="list-ul", order=900)

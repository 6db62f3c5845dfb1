"""Certificates in the menu of the desk."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks

from editorial.desk.menu import MENU_HOOK


@hooks.register(MENU_HOOK, order=23)
def menu_entries(request: HttpRequest) -> list[tuple[str, str, str]]:
    """证书 for everybody. Queries: 0."""
    return [("证书", reverse("my_certificates:own"), "award")]

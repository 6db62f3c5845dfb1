"""The shelf in the menu of the author's desk."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks

from editorial.desk.menu import MENU_HOOK


@hooks.register(MENU_HOOK, order=10)
def my_reading(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Add the way to the own reading."""
    return [("我的阅读", reverse("shelf:home"), "book-open")]

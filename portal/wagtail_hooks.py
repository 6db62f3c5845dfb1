"""What the frame adds to the admin, and takes away."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("construct_help_menu")
def help_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out what leads to a host outside: Wagtail's guides, which are English."""
    items[:] = [item for item in items if not urlsplit(item.url).netloc]

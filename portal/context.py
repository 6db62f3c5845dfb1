"""The template context of the frame around every page."""

from django.http import HttpRequest
from wagtail.models import Page, Site

from portal.queries import public_pages


def frame(request: HttpRequest) -> dict[str, object]:
    """Return ``main_menu``: the sections below the home page that are shown in menus.

    Each entry has ``title``, ``url`` and ``active``. Nothing is read for the admin, for answers
    without a page frame, or before a site exists.
    """
    return {"main_menu": _Menu(request)}


class _Menu:
    """The menu, read from the database only when a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self._entries: list[dict[str, object]] | None = None

    def __iter__(self):
        if self._entries is None:
            self._entries = list(self._read())
        return iter(self._entries)

    def _read(self):
        site = Site.find_for_request(self.request)
        if not site:
            return
        root = site.root_page
        sections = (
            public_pages(Page.objects.filter(depth=root.depth + 1, path__startswith=root.path))
            .in_menu()
            .order_by("path")
            .only("title", "url_path", "depth", "path", "content_type_id", "live")
        )
        for section in sections:
            url = section.get_url(self.request)
            yield {
                "title": section.title,
                "url": url,
                "active": bool(url) and self.request.path.startswith(url),
            }

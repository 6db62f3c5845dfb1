"""The template context of the frame around every page."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page, Site

from portal import read_only
from portal.appearance import is_large
from portal.lasting import lasting
from portal.queries import public_pages

Entry = dict[str, object]


def frame(request: HttpRequest) -> dict[str, object]:
    """Return ``main_menu``, ``footer_menu``, ``large_type`` and ``read_only``.

    Pages below the home page that are shown in menus are the sections; the others, such as
    关于本站, stand in the footer. Each entry has ``title``, ``url`` and ``active``. The menus are
    read only when a template asks for one of them.
    Queries: see ``portal.lasting``.
    """
    menus = SimpleLazyObject(lambda: _menus(request))
    return {
        "main_menu": SimpleLazyObject(lambda: menus[True]),
        "footer_menu": SimpleLazyObject(lambda: menus[False]),
        "large_type": is_large(request),
        "read_only": SimpleLazyObject(read_only.notice),
    }


def _sections(site: Site) -> list[Page]:
    root = site.root_page
    pages = public_pages(Page.objects.filter(depth=root.depth + 1, path__startswith=root.path))
    shown = ("title", "url_path", "depth", "path", "show_in_menus", "content_type_id", "live")
    return list(pages.order_by("path").only(*shown))


def _menus(request: HttpRequest) -> dict[bool, list[Entry]]:
    menus: dict[bool, list[Entry]] = {True: [], False: []}
    site = Site.find_for_request(request)
    if not site:
        return menus
    for page in lasting(("sections", site.pk), lambda: _sections(site)):
        url = page.get_url(request)
        active = bool(url) and request.path.startswith(url)
        menus[page.show_in_menus].append({"title": page.title, "url": url, "active": active})
    return menus

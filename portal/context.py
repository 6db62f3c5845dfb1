"""The template context of the frame around every page."""

from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page, Site

from portal import read_only
from portal.appearance import is_large
from portal.lasting import lasting
from portal.queries import public_pages
from portal.sites import named_host, remember_site

Entry = dict[str, object]


def frame(request: HttpRequest) -> dict[str, object]:
    """Return ``main_menu``, ``footer_menu``, ``here``, ``large_type`` and ``read_only``.

    Pages below the home page that are shown in menus are the sections; the others, such as
    关于本站, stand in the footer. Each entry has ``title``, ``url`` and ``active``; ``here`` names
    those that are. The menus are read only when a template asks for one of them.
    Queries: see ``portal.lasting``.
    """
    menus = SimpleLazyObject(lambda: _menus(request))
    return {
        "main_menu": SimpleLazyObject(lambda: menus[True]),
        "footer_menu": SimpleLazyObject(lambda: menus[False]),
        "here": SimpleLazyObject(lambda: _here(menus)),
        "large_type": is_large(request),
        "read_only": SimpleLazyObject(read_only.notice),
    }


def _here(menus: dict[bool, list[Entry]]) -> str:
    return " ".join(str(each["url"]) for menu in menus.values() for each in menu if each["active"])


def _sections(site: Site) -> list[Page]:
    root = site.root_page
    pages = public_pages(Page.objects.filter(depth=root.depth + 1, path__startswith=root.path))
    shown = ("title", "url_path", "depth", "path", "show_in_menus", "content_type_id", "live")
    return list(pages.order_by("path").only(*shown))


def _links(site: Site, request: HttpRequest) -> list[tuple[str, str, bool]]:
    sections = lasting(("sections", site.pk), lambda: _sections(site))
    return [(page.title, page.get_url(request) or "", page.show_in_menus) for page in sections]


def _menus(request: HttpRequest) -> dict[bool, list[Entry]]:
    menus: dict[bool, list[Entry]] = {True: [], False: []}
    remember_site(request)
    site = Site.find_for_request(request)
    if not site:
        return menus
    if host := named_host(request):
        key = ("links", site.pk, host, get_script_prefix())
        links = lasting(key, lambda: _links(site, request))
    else:
        links = _links(site, request)
    for title, url, is_main in links:
        active = bool(url) and request.path.startswith(url)
        menus[is_main].append({"title": title, "url": url, "active": active})
    return menus

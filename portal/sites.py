"""The site of a request, and its home page for finding others, as a process knows them.

Wagtail asks for both in every request; they change a few times in the life of a portal, and every
change of a site or of a home page renews the frame (``portal.receivers``).
"""

from collections.abc import Callable
from copy import copy
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from wagtail.models import Site

from portal.lasting import lasting
from portal.page_cache.keys import hosts_of


class SiteMiddleware:
    """Says which site a request is for, where something asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> None:
        """Put the site where Wagtail looks for it, before Wagtail's own view. Queries: 0 or 1."""
        if getattr(view, "__module__", "") == "wagtail.views":
            remember_site(request, leads_on=True)


def remember_site(request: HttpRequest, *, leads_on: bool = False) -> None:
    """Put the site of a request where Wagtail looks for it. Queries: see ``site_of``."""
    if not hasattr(request, "_wagtail_site"):
        request._wagtail_site = site_of(request, leads_on=leads_on)  # type: ignore[attr-defined]


def named_host(request: HttpRequest) -> str:
    """Return the host of a request, if the settings name it; else an empty string.

    For others nothing is kept: with ports and patterns there are more of these than a memory holds.
    """
    found: str | None = getattr(request, "_named_host", None)
    if found is None:
        host = request.get_host()
        is_named = host in _named(settings.BASE_URL, tuple(settings.ALLOWED_HOSTS))
        found = request._named_host = host if is_named else ""  # type: ignore[attr-defined]
    return found


@lru_cache(maxsize=8)
def _named(base_url: str, allowed: tuple[str, ...]) -> frozenset[str]:
    return frozenset(hosts_of(base_url, allowed))


def site_of(request: HttpRequest, *, leads_on: bool = True) -> Site | None:
    """Return the site of a request; its root page leads to others without being read again.

    The home page itself is shown from the database, at its own address.
    Queries: those of ``portal.lasting``; one for a host that the settings do not name.
    """
    if host := named_host(request):
        known = lasting(("site", host), lambda: Site._find_for_request(request))
    else:
        known = Site._find_for_request(request)
    if known is None:
        return None
    # Requests write on these objects; they share none.
    site, root = copy(known), copy(known.root_page)
    root.__dict__.pop("specific", None)
    if leads_on and request.path_info.strip("/"):
        home = lasting(("home", known.pk), known.root_page.get_specific)
        root.__dict__["specific"] = copy(home)
    site.root_page = root
    return site

"""Answers for robots."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from home.sitemaps import MAPS
from portal.models import SiteIdentity
from portal.structured import in_full

CLOSED = ("/admin/", "/my/", "/accounts/", "/search/?", "/api/", "/feedback/", "/leaving/")
# Seconds: what was taken down is in no copy for longer.
MAPS_KEPT = 300


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read: everything public except what searches find and the API."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index of the site's maps: ``/sitemap.xml``."""
    locations = []
    for name, each in MAPS.items():
        location = in_full(request, reverse("sitemap_part", args=[name]))
        locations.append(location)
        locations += [f"{location}?p={number}" for number in range(2, each.files() + 1)]
    return _xml(request, "home/sitemaps/index.xml", {"locations": locations})


@require_safe
def sitemap_part(request: HttpRequest, name: str) -> HttpResponse:
    """One file of one map: ``/sitemap-pages.xml?p=2``."""
    asked = request.GET.get("p", "1")
    if name not in MAPS or not (asked.isascii() and asked.isdigit()) or len(asked) > 9:
        raise Http404("没有这一份网站地图。")
    number, chosen = int(asked), MAPS[name]
    if not 1 <= number <= chosen.files():
        raise Http404("没有这一份网站地图。")
    context = {
        "entries": chosen.entries(request, number),
        "site_name": SiteIdentity.for_request(request).site_name,
    }
    return _xml(request, "home/sitemaps/urlset.xml", context)


def _xml(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    response = render(request, template, context, content_type="application/xml; charset=utf-8")
    patch_cache_control(response, public=True, max_age=MAPS_KEPT)
    response["X-Robots-Tag"] = "noindex"
    return response

"""Answers for robots."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

CLOSED = ("/admin/", "/my/", "/accounts/", "/search/", "/api/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read: everything public except searches and the API."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")

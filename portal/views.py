"""Answers of the frame: errors, health."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import health
from portal.faults.typed import typed_texts


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form was sent with a token that is no longer good: show what was typed, lose nothing."""
    return render(request, "portal/csrf_failure.html", {"typed": typed_texts(request)}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request cannot be read, for instance because it is too large."""
    return render(request, "400.html", status=400)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is alive."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Every part, each named; 503 while one is down that the site cannot answer without.

    What the site goes on without is named in ``degraded``, with 200.
    """
    parts = health.check_all()
    ready = all(part["state"] != "down" for part in parts.values())
    return JsonResponse(
        {"ready": ready, "degraded": health.degraded(parts), "parts": parts},
        status=200 if ready else 503,
        json_dumps_params={"ensure_ascii": False},
    )

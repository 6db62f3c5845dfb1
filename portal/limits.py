"""Counting what accounts and visitors do, and answering 429 beyond the figures of the settings.

``django-ratelimit`` counts in the cache, in windows of fixed length. Where Redis is gone, each
process counts for itself (``portal.faults.caches``); where nothing can count, the site goes on.
"""

import logging
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django_ratelimit.core import get_usage

from portal.faults.typed import typed_texts
from portal.visitors import address_of

logger = logging.getLogger(__name__)
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
# What allauth refuses says nothing of when to come again.
OTHERWISE_SECONDS = 300


class LimitsMiddleware:
    """Ask before every view; behind the middleware that finds out who is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if answer.status_code == 429:
            answer.headers.setdefault("Retry-After", str(OTHERWISE_SECONDS))
        return answer

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        for action, key in _counted(request, name):
            seconds = seconds_to_wait(request, action, key)
            if seconds:
                logger.warning("Too many: %s by %s", action, key.partition(":")[0])
                return too_many(request, seconds)
        return None


def _counted(request: HttpRequest, name: str) -> Iterator[tuple[str, str]]:
    """Say what a request counts as, and for whom."""
    is_write = request.method in WRITES
    looks = settings.LIMITED_LOOKS.get(name, "")
    if not (is_write or looks or name in settings.SEARCHES):
        return
    person = _person(request)
    if person is None:
        visitor = f"visitor:{visitor_key(request)}"
        if is_write:
            yield "anonymous write", visitor
        elif name in settings.SEARCHES:
            yield "anonymous search", visitor
            yield "address search", f"address:{address_of(request)}"
        return
    key = f"account:{person}"
    if is_write:
        yield "write", key
        if action := settings.LIMITED_ADDRESSES.get(name):
            yield action, key
        if request.FILES:
            yield "upload", key
    if looks:
        yield looks, key


def _person(request: HttpRequest) -> int | None:
    # Without a session cookie the user is not looked at: the answer may be kept for everybody.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return request.user.pk


def visitor_key(request: HttpRequest) -> str:
    """Return what tells visitors behind one address apart, as far as they let us."""
    said = (request.headers.get(name, "") for name in ("User-Agent", "Accept-Language"))
    return sha256("\n".join([str(address_of(request)), *said]).encode()).hexdigest()[:32]


def seconds_to_wait(request: HttpRequest, action: str, key: str) -> int:
    """Count ``action`` for ``key``; return 0 while it is within its limit, else seconds to wait."""
    try:
        usage: dict[str, Any] | None = get_usage(
            request,
            group=f"portal.{action}",
            key=lambda group, request: key,
            rate=settings.RATE_LIMITS[action],
            increment=True,
        )
    except OSError:
        logger.exception("The cache cannot count")
        return 0
    if usage is None or not usage["should_limit"]:
        return 0
    return max(1, int(usage["time_left"]))


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """Answer 429 with when to come again, and with the text that was typed."""
    minutes = -(-seconds // 60)
    words = f"操作太频繁了，请 {minutes} 分钟后再试。"
    headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
    if request.headers.get("HX-Request") or "json" in request.headers.get("Accept", ""):
        return JsonResponse({"message": words}, status=429, headers=headers)
    context = {"words": words, "typed": typed_texts(request)}
    answer = render(request, "429.html", context, status=429)
    for header, value in headers.items():
        answer[header] = value
    return answer

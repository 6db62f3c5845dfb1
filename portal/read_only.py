"""Read-only for the time of maintenance: pages are served, nothing is taken in.

``READ_ONLY=1`` starts processes that way; ``manage.py read_only on`` switches running ones.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.lasting import lasting, renew
from portal.models import ReadOnlySpell

RETRY_AFTER = 600  # seconds
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
View = TypeVar("View", bound=Callable[..., HttpResponse])


@dataclass(frozen=True)
class Notice:
    """Whether the portal is read-only, and the reason that visitors read, if one was given."""

    is_on: bool
    reason: str = ""


def notice() -> Notice:
    """Return the state. Queries: none but that of the frame's stamp, until the state changes."""
    reasons = ReadOnlySpell.objects.values_list("reason", flat=True)
    reason: str | None = lasting("read only", reasons.first)
    return Notice(settings.READ_ONLY or reason is not None, reason or "")


def begin(*, reason: str = "") -> None:
    """Refuse writes from the next request on, in all processes."""
    with transaction.atomic():
        ReadOnlySpell.objects.all().delete()
        ReadOnlySpell.objects.create(reason=reason)
        renew()


def end() -> None:
    """Take writes in again. ``READ_ONLY`` of the environment is not touched by this."""
    with transaction.atomic():
        ReadOnlySpell.objects.all().delete()
        renew()


def refusal(request: HttpRequest, state: Notice) -> HttpResponse:
    """Return the page that says why something is not done now, and when to try again."""
    response = render(request, "portal/read_only.html", {"state": state}, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def keeps_nothing(view: View) -> View:
    """Mark a view that takes a form and writes nothing: it goes on."""
    view.keeps_nothing = True  # type: ignore[attr-defined]
    return view


class ReadOnlyMiddleware:
    """Answer writes with 503 and a page that says so; let a look leave nothing in its session.

    Queries: see ``notice``; for writes, and for looks that would have changed their session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        # The session middleware, further out, writes what was changed.
        if request.method in _SAFE and request.session.modified and notice().is_on:
            request.session.modified = False
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *args: object
    ) -> HttpResponse | None:
        """Stop a write before its view, and before the check of its form's token.

        Wagtail's forms for editing write down who has them open; nothing could be saved in them.
        """
        is_look = request.method in _SAFE and not _opens_editing(view)
        if is_look or getattr(view, "keeps_nothing", False):
            return None
        state = notice()
        if not state.is_on:
            return None
        return refusal(request, state)


def _opens_editing(view: Callable[..., HttpResponse]) -> bool:
    return hasattr(getattr(view, "view_class", None), "get_editing_sessions")

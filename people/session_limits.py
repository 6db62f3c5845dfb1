"""How long a session lives unused, and what it may not do before a second factor is set up."""

import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from people.models import User
from people.second_factor.rules import FACTORS, is_privileged, must_have
from people.sign_ins.following import follow, is_followed
from portal import read_only

# Kept in the session, so that no request asks the database: roles and factors cannot change
# under a session, for both changes end it.
STANDING = "people.standing"
SEEN = "people.seen"
# The session is written no more often than this, in seconds.
GRAIN = 60
OPEN = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_index",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_reauthenticate",
    }
)


class SessionLimitsMiddleware:
    """End idle sessions; send privileged people without a second factor to set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without a session cookie nothing here may look at the user: such pages are cached.
        user = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        if not isinstance(user, User) or not user.is_authenticated:
            return self.get_response(request)
        standing = standing_of(request, user)
        if has_lapsed(request.session, int(time.time())):
            # The view asks to sign in where it must, and keeps what was typed, as it always does.
            if read_only.notice().is_on:
                # The session itself cannot be ended now; it opens nothing all the same.
                request.user = AnonymousUser()
                return self.get_response(request)
            logout(request)
            messages.info(request, "您离开得久了，为了账号安全已经退出，请重新登录。")
            return self.get_response(request)
        _note_presence(request, user)
        if _still_lacks_factor(request, user, standing) and not _is_open(request.path):
            return _to_activation(request)
        return self.get_response(request)


def standing_of(request: HttpRequest, user: User) -> dict[str, bool]:
    """Return what the session knows of its person, found out once. Queries: 2 the first time."""
    standing: dict[str, bool] | None = request.session.get(STANDING)
    if standing is None or standing["required"] != bool(settings.REQUIRE_SECOND_FACTOR):
        standing = {
            "required": bool(settings.REQUIRE_SECOND_FACTOR),
            "privileged": is_privileged(user),
            "lacks_factor": must_have(user) and not is_mfa_enabled(user, FACTORS),
        }
        request.session[STANDING] = standing
    return standing


def _still_lacks_factor(request: HttpRequest, user: User, standing: dict[str, bool]) -> bool:
    # Only who lacks it is asked about anew; queries: 1 while that lasts.
    if standing["lacks_factor"] and is_mfa_enabled(user, FACTORS):
        request.session[STANDING] = standing | {"lacks_factor": False}
        return False
    return standing["lacks_factor"]


def begin(request: HttpRequest, user: User) -> None:
    """Note, while the session is written anyway, what later requests ask of it."""
    forget_standing(request)
    standing_of(request, user)
    request.session[SEEN] = int(time.time())
    follow(request, user)


def forget_standing(request: HttpRequest) -> None:
    """Ask again at the next request, after a factor was removed."""
    request.session.pop(STANDING, None)


def has_lapsed(session: SessionBase | dict[str, Any], now: int) -> bool:
    """Whether nothing was asked in a session for longer than the settings allow. Queries: none."""
    limit, seen = limit_of(session), session.get(SEEN)
    return bool(limit and seen is not None and now - seen > limit)


def limit_of(session: SessionBase | dict[str, Any]) -> int:
    """Return for how many seconds a session may stand unused; 0 for ever. Queries: none."""
    is_privileged = session.get(STANDING, {}).get("privileged")
    name = "SESSION_IDLE_PRIVILEGED_SECONDS" if is_privileged else "SESSION_IDLE_SECONDS"
    limit: int = getattr(settings, name)
    return limit


def _note_presence(request: HttpRequest, user: User) -> None:
    """Write down that the person is here, where that is due and anything may be written."""
    now, seen = int(time.time()), request.session.get(SEEN)
    is_due = seen is None or now - seen >= GRAIN
    if (is_followed(request) and not is_due) or read_only.notice().is_on:
        return
    if is_due:
        request.session[SEEN] = now
    follow(request, user)


def _is_open(path: str) -> bool:
    if settings.STATIC_URL and path.startswith(settings.STATIC_URL):
        return True
    return path in {reverse(name) for name in OPEN}


def _to_activation(request: HttpRequest) -> HttpResponse:
    target = reverse("mfa_activate_totp")
    if request.headers.get("HX-Request"):
        # htmx would put the page into a fragment; this header makes it leave the page.
        return HttpResponse(headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)

"""What a browser is told beside the page: what may run on it, and who may use it.

``django-csp`` writes the policy; here stands which one an address gets. A view that sets a header
of its own keeps it.
"""

from collections.abc import Callable
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse

# Nothing on the public site and the desk stands inline, so no page needs a nonce, and the same
# page may be kept for everybody.
STRICT: dict[str, Any] = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF, "blob:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "worker-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],  # the admin shows previews of pages in a frame
    "base-uri": [NONE],
    "object-src": [NONE],
}
# Wagtail's admin, its Stimulus actions and its rich text, writes scripts and styles inline.
ADMIN: dict[str, Any] = STRICT | {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
}
# Camera for the codes of a sign-in and the ISBN of a book; everything else is off.
PERMISSIONS = ", ".join(
    ["camera=(self)", "fullscreen=(self)"]
    + [
        f"{name}=()"
        for name in (
            "accelerometer",
            "autoplay",
            "browsing-topics",
            "display-capture",
            "geolocation",
            "gyroscope",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "usb",
        )
    ]
)


def directives(*media_hosts: str) -> dict[str, Any]:
    """Return the strict policy, with the hosts that keep pictures and recordings elsewhere."""
    return STRICT | {name: [*STRICT[name], *media_hosts] for name in ("img-src", "media-src")}


class PolicyMiddleware(CSPMiddleware):
    """The policy of the settings, looser below ``/admin/`` alone."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.replace is None and _is_admin(request):
            parts.replace = {name: ADMIN[name] for name in ("script-src", "style-src")}
        return parts


class HeadersMiddleware:
    """``Permissions-Policy`` and ``Cross-Origin-Resource-Policy`` for whatever is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        answer.headers.setdefault("Permissions-Policy", PERMISSIONS)
        # What says by CORS that every site may read it says so here too.
        is_open = answer.headers.get("Access-Control-Allow-Origin") == "*"
        origin = "cross-origin" if is_open else "same-origin"
        answer.headers.setdefault("Cross-Origin-Resource-Policy", origin)
        return answer


def _is_admin(request: HttpRequest) -> bool:
    try:
        home = reverse("wagtailadmin_home")
    except NoReverseMatch:
        return False
    prefix = settings.FORCE_SCRIPT_NAME or ""
    return request.path_info.startswith(home.removeprefix(prefix))

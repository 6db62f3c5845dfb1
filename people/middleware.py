"""One way in, and a first login that ends with a password of one's own."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from people.models import User

GetResponse = Callable[[HttpRequest], HttpResponse]


class OneEntranceMiddleware:
    """Send every login form of Wagtail to the portal's one login page.

    Only that page counts failures, so no other may check a password. It also answers 403 to
    signed-in people without access to the admin: Wagtail would send them to the login page, which
    would send them back.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        admin_home = _path("wagtailadmin_home")
        in_admin = admin_home is not None and request.path.startswith(admin_home)
        is_login = request.path in {_path("wagtailadmin_login"), _path("wagtailcore_login")}
        if not (in_admin or is_login):
            return None
        if not request.user.is_authenticated:
            if not is_login:
                return None
            target = request.GET.get("next") or (admin_home if in_admin else "")
            return redirect_to_login(target, resolve_url(settings.LOGIN_URL))
        may_leave = request.path == _path("wagtailadmin_logout")
        if in_admin and not may_leave and not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied("您的账号没有进入管理后台的权限。")
        if is_login:
            return HttpResponseRedirect(admin_home or resolve_url(settings.LOGIN_REDIRECT_URL))
        return None


class ForcedPasswordChangeMiddleware:
    """Let people with an initial password reach only the page where they change it."""

    # Names of the addresses that stay open; static files are served before this middleware, by
    # WhiteNoise or nginx.
    OPEN = ("account_change_password", "account_logout", "account_login")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Looking at the user opens the session, which makes a response private to its visitor;
        # visitors without a session cookie must get cacheable pages.
        user = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        if isinstance(user, User) and user.must_change_password and not self._is_open(request.path):
            target = reverse("account_change_password")
            if request.method in {"GET", "HEAD"}:
                target += "?" + urlencode({"next": request.get_full_path()})
            if request.headers.get("HX-Request"):
                # htmx would put the page into a fragment; this header makes it leave the page.
                return HttpResponse(headers={"HX-Redirect": target})
            return HttpResponseRedirect(target)
        return self.get_response(request)

    def _is_open(self, path: str) -> bool:
        if path in {_path(name) for name in self.OPEN}:
            return True
        return bool(settings.STATIC_URL) and path.startswith(settings.STATIC_URL)


def _path(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None

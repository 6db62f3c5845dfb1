"""How a reader wants the site to look: the standard view, or the one in large type.

The choice is a cookie that the reader asked for; nobody else gets one. Its value is one of two
words, so that whatever else a browser sends is the standard view, for templates as for caches.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portal.read_only import keeps_nothing

COOKIE = "view"
LARGE = "large"
A_YEAR = 365 * 24 * 3600


def is_large(request: HttpRequest) -> bool:
    """Say whether the reader has chosen large type (大字版)."""
    return request.COOKIES.get(COOKIE) == LARGE


# Exempt: the form stands on pages that are the same for everybody, without a token; the worst that
# a forged one does is to show somebody larger type.
@keeps_nothing
@csrf_exempt
@require_POST
def choose_view(request: HttpRequest) -> HttpResponse:
    """Keep the choice for a year and go back to the page on which it was made.

    The browser says which that was, so that the form is the same on every page.
    """
    response = HttpResponseRedirect(_back(request))
    if request.POST.get("view") == LARGE:
        response.set_cookie(
            COOKIE,
            LARGE,
            max_age=A_YEAR,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _back(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, request.get_host()):
        return reverse("wagtail_serve", args=[""])
    page = urlsplit(came_from)
    # Of a path that begins with two slashes a browser would make another host.
    path = f"/{page.path.lstrip('/')}"
    return f"{path}?{page.query}" if page.query else path

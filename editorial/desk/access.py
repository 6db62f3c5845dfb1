"""Who may open what on the desk, and what happens to a text when a login has expired."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from wagtail.models import Page

from editorial.errors import Conflict, NotPossible, ReviewRefused
from editorial.models import Submission

KEPT = "desk_kept"
# A text of the greatest length with its markup; what is longer is shown instead of kept.
MOST_KEPT = 400_000
KEPT_SECONDS = 2 * 3600
NOT_TEXT = {"csrfmiddlewaretoken", "action"}

View = Callable[..., HttpResponse]


def for_authors(view: View) -> View:
    """Let signed-in people in; put refusals of the actions into words (403, 409).

    Others are sent to the login page. What they had typed waits in their session for them to come
    back to the same address.
    """

    @never_cache
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_login(request)
        try:
            return view(request, *args, **kwargs)
        except ReviewRefused as refused:
            return refusal(request, str(refused), 403)
        except (Conflict, NotPossible) as refused:
            return refusal(request, str(refused), 409)

    return checked


def refusal(request: HttpRequest, text: str, status: int) -> HttpResponse:
    """Answer with a page that says why something was not done."""
    if request.headers.get("HX-Request") or "json" in request.headers.get("Accept", ""):
        return JsonResponse({"message": text}, status=status)
    context = {"text": text, "page_title": "没有办成"}
    return render(request, "editorial/desk/refused.html", context, status=status)


def own_piece(author: AbstractBaseUser, pk: int) -> Submission:
    """Return the author's piece as its page row has it.

    Raises:
        Http404: there is none with this number, or it is somebody else's; both look alike.
    """
    page = Page.objects.filter(pk=pk, owner=author).first()
    piece = page.specific if page else None
    if not isinstance(piece, Submission):
        raise Http404("没有这篇稿件。")
    return piece


def of_another_account(request: HttpRequest) -> bool:
    """Say whether a form was opened by somebody else who was logged in here before."""
    return request.POST.get("writer", "") not in ("", str(request.user.pk))


def typed_fields(data: QueryDict) -> dict[str, list[str]]:
    """Return what was typed into a form, without what belongs to the request."""
    return {key: data.getlist(key) for key in data if key not in NOT_TEXT}


def size_of(fields: dict[str, list[str]]) -> int:
    """Return the number of characters in ``fields``, their names included."""
    return sum(len(key) + sum(map(len, values)) for key, values in fields.items())


def as_querydict(fields: dict[str, list[str]]) -> QueryDict:
    """Return ``fields`` as a form would have sent them."""
    data = QueryDict(mutable=True)
    for key, values in fields.items():
        data.setlist(key, [str(value) for value in values])
    return data


def _to_login(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request") or "json" in request.headers.get("Accept", ""):
        return JsonResponse({"message": "登录已过期。"}, status=401)
    if request.method == "POST":
        if "writer" not in request.POST:  # a button, not a form with text
            return redirect_to_login(reverse("editorial:desk"))
        fields = typed_fields(request.POST)
        if size_of(fields) > MOST_KEPT:
            typed = [value for values in fields.values() for value in values if len(value) > 40]
            context = {"typed": typed, "page_title": "登录已过期"}
            return render(request, "editorial/desk/expired.html", context, status=401)
        request.session.set_expiry(KEPT_SECONDS)  # the login that follows sets its own
        request.session[KEPT] = {"path": request.path, "fields": fields, "at": int(time.time())}
    return redirect_to_login(request.get_full_path() if request.method == "GET" else request.path)


def take_kept(request: HttpRequest) -> QueryDict | None:
    """Return what was typed at this address before the login expired; only once.

    A text goes to the person who wrote it: on a shared computer the next one to log in may be
    somebody else.
    """
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEPT]
    data = as_querydict(kept["fields"])
    if data.get("writer") != str(request.user.pk) or time.time() - kept["at"] > KEPT_SECONDS:
        return None
    return data

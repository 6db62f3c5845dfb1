"""Who may open the reviewers' desk, and how refusals of the actions are put."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from editorial.desk.access import refusal
from editorial.errors import Conflict, NotPossible, ReviewRefused
from editorial.queries.reviewing import REVIEWING_ROLES
from people.roles import has_role

View = Callable[..., HttpResponse]


def for_reviewers(view: View) -> View:
    """Let in who reviews somewhere; put refusals of the actions into words (403, 409)."""

    @never_cache
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not has_role(request.user, *REVIEWING_ROLES):
            raise PermissionDenied("这里是审稿的地方，您的账号没有审稿的角色。")
        try:
            return view(request, *args, **kwargs)
        except ReviewRefused as refused:
            return refusal(request, str(refused), 403)
        except (Conflict, NotPossible) as refused:
            return refusal(request, str(refused), 409)

    return checked

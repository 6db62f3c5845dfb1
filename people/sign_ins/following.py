"""The row of a session: begun with it, going on with it, gone with it."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from people.models import User
from portal.visitors import address_of

# Under which key the session has its row, kept in the session: no request asks the database.
LISTED = "people.listed"
UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 the column of the library takes no empty one


def connect() -> None:
    """Called once, when the apps are ready."""
    user_logged_out.connect(_signed_out, dispatch_uid="people.sign_ins")


def is_followed(request: HttpRequest) -> bool:
    """Whether the session has its row under its present key. Queries: none."""
    return bool(request.session.get(LISTED) == request.session.session_key)


@transaction.atomic
def follow(request: HttpRequest, user: User) -> None:
    """Give the session its row; after a change of its key (new password) the row goes on.

    Queries: 3 at most, and none where ``is_followed``.
    """
    key = request.session.session_key
    if not key or is_followed(request):
        return
    rows = UserSession.objects.filter(user=user)
    before = request.session.get(LISTED)
    earlier = rows.filter(session_key=before).first() if before else None
    begun = earlier.created_at if earlier else timezone.now()
    values = {
        "user": user,
        "ip": address_of(request) or UNKNOWN_ADDRESS,
        "user_agent": _browser(request),
        "created_at": begun,
    }
    row, is_new = UserSession.objects.get_or_create(session_key=key, defaults=values)
    if earlier:
        earlier.delete()
        if not is_new:
            # The library was first to write down the new key.
            rows.filter(pk=row.pk).update(created_at=begun)
    request.session[LISTED] = key


def _browser(request: HttpRequest) -> str:
    length = UserSession._meta.get_field("user_agent").max_length
    return str(request.META.get("HTTP_USER_AGENT", ""))[:length]


def _signed_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None and request.session.session_key:
        UserSession.objects.filter(session_key=request.session.session_key).delete()

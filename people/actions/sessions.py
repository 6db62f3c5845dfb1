"""Ending what a person has open."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from people.audit.actions import note
from people.choices import AuditKind
from people.models import User
from people.sign_ins.devices import describe


def end_sessions(user: User) -> None:
    """End every session of the person, on every device, from the next request on.

    Inside the caller's transaction. The object at hand follows, so that who just signed in with
    it is not thrown out by an old number.
    """
    User.objects.filter(pk=user.pk).update(session_stamp=F("session_stamp") + 1)
    user.session_stamp += 1


@transaction.atomic
def end_session(
    *, user: User, session_id: int, here: str | None, request: HttpRequest | None = None
) -> bool:
    """End one other session of the person, and note it in the trail.

    Args:
        user: whose session it must be, and who acts.
        session_id: number of its row.
        here: key of the session that acts, which ends by signing out instead.
        request: gives the trail its address.

    Returns:
        whether there was such a session: not of somebody else, not this one, not ended before.
    """
    rows = UserSession.objects.select_for_update().filter(user=user, pk=session_id)
    row = rows.exclude(session_key=here).first()
    if row is None:
        return False
    row.end()
    note(kind=AuditKind.SESSION_ENDED, actor=user, words=describe(row.user_agent), request=request)
    return True


@transaction.atomic
def end_other_sessions(*, user: User, here: str | None, request: HttpRequest | None = None) -> None:
    """End all sessions of the person but one, also such as no list shows; note it in the trail.

    The caller lets the one go on: ``update_session_auth_hash(request, user)``.

    Args:
        user: whose, and who acts; the object at hand follows the new stamp.
        here: key of the session that stays.
        request: gives the trail its address.
    """
    end_sessions(user)
    others = UserSession.objects.filter(user=user).exclude(session_key=here)
    Session.objects.filter(
        session_key__in=list(others.values_list("session_key", flat=True))
    ).delete()
    others.delete()
    note(kind=AuditKind.SESSION_ENDED, actor=user, words="其他全部登录", request=request)


def tidy_sign_ins() -> int:
    """Remove the rows of sessions that are over; returns how many. Queries: 1."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    removed, _ = UserSession.objects.exclude(session_key__in=alive).delete()
    return removed

"""Where a person is signed in."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from people.models import User
from people.session_limits import SEEN, has_lapsed
from people.sign_ins.devices import describe
from people.sign_ins.following import UNKNOWN_ADDRESS

MOST = 100  # shown, the latest first


@dataclass(frozen=True)
class SignIn:
    """One open session, as its owner sees it.

    Attributes:
        pk: number of the row, to name it when it is to end.
        seen: when it was last used, exact to the minute.
        address: from where it began; empty where that is not known.
        is_here: whether it is the one that asks.
    """

    pk: int
    device: str
    began: datetime
    seen: datetime
    address: str
    is_here: bool


def open_sign_ins(user: User, here: str | None) -> list[SignIn]:
    """Return the sessions that still open the account: this one first, then the latest used.

    Args:
        user: whose.
        here: key of the session that asks, None for no session.

    Queries: 2. A session that a new password or role has ended, or that lay unused for too
    long, is not among them although its row may still be there.
    """
    rows = list(UserSession.objects.filter(user=user).order_by("-created_at")[:MOST])
    kept = Session.objects.filter(
        session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now()
    )
    data = {session.session_key: session.get_decoded() for session in kept}
    good = {user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()}
    now = int(time.time())
    found = []
    for row in rows:
        session = data.get(row.session_key, {})
        is_theirs = session.get(SESSION_KEY) == str(user.pk)
        if not is_theirs or session.get(HASH_SESSION_KEY) not in good or has_lapsed(session, now):
            continue
        seen = session.get(SEEN)
        found.append(
            SignIn(
                pk=row.pk,
                device=describe(row.user_agent),
                began=row.created_at,
                seen=datetime.fromtimestamp(seen, UTC) if seen else row.created_at,
                address="" if row.ip == UNKNOWN_ADDRESS else row.ip,
                is_here=row.session_key == here,
            )
        )
    return sorted(found, key=lambda each: (each.is_here, each.seen), reverse=True)

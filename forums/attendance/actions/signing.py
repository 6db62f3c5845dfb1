"""Signing in oneself, by a code from the screen."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from editorial.errors import NotPossible
from forums.attendance import queries, rules, tokens
from forums.attendance.actions.locking import log, require, standing
from forums.attendance.errors import CodeIsWrong, TooManyTries
from forums.models import (
    Attendance,
    AttendanceChange,
    AttendanceSettings,
    EventSession,
    ForumEventPage,
    WrongCode,
    slot_of,
)
from people.models import User
from portal.queries import readable_pages

WRONG_CODE = "这个签到码不对，请看清屏幕再试一次。"


def sign_in(
    *,
    user: User,
    token: str = "",
    digits: str = "",
    key: uuid.UUID | None = None,
    kept_at: datetime | None = None,
    seen_at: datetime | None = None,
) -> Attendance:
    """Note that somebody is there, by a code from the screen. Again changes nothing.

    Args:
        user: who has the code.
        token: what the QR code said (or its address); or
        digits: the six digits beside it.
        key: the number that the phone gave to this proof.
        kept_at: when the phone read the code, if it could not send it at once.
        seen_at: when the portal itself saw the code first, before its reader had logged in.

    Returns:
        the one attendance of this person in the session, the one of the first proof.

    Raises:
        CodeIsWrong: a forged or mistyped code; it is counted.
        TooManyTries: too many of these.
        NotPossible: an old code, a future or past session, no place at the event, marked as
            absent by a host; the message says which.
    """
    now = timezone.now()
    if queries.tries_too_often(user, now):
        raise TooManyTries("试错的次数太多。请过十分钟再试，或到签到台请主持人登记。")
    try:
        return _sign_in(user, Code(token, digits, kept_at, seen_at or now), key)
    except CodeIsWrong:
        WrongCode.objects.create(user=user, at=now)
        raise


@dataclass(frozen=True)
class Code:
    """A code as it came: the token or the digits, when the phone and the portal saw it."""

    token: str
    digits: str
    kept_at: datetime | None
    came_at: datetime


@transaction.atomic
def _sign_in(user: User, code: Code, key: uuid.UUID | None) -> Attendance:
    figures = AttendanceSettings.load().figures
    session, shown_at = _session_of(user, code, figures)
    proof = rules.Proof(shown_at, code.came_at, code.kept_at)
    arrival = rules.arrival_of(proof, slot_of(session), figures)
    if arrival.refusal:
        raise NotPossible(arrival.refusal)
    known = Attendance.objects.filter(session=session, user=user).first()
    if known:
        return standing(known)
    is_registered = queries.has_place(user, session.page_id)
    takes_registrations = is_registered or queries.takes_registrations(session.page_id)
    require(
        rules.may_attend(
            is_registered=is_registered,
            takes_registrations=takes_registrations,
            walk_ins=queries.walk_ins_of(session.page_id),
        )
    )
    attendance, is_new = Attendance.objects.get_or_create(
        session=session,
        user=user,
        defaults={
            "unit": user.unit,
            "way": Attendance.Way.TYPED if code.digits else Attendance.Way.SCREEN,
            "arrived_at": arrival.at,
            "received_at": timezone.now(),
            "is_late": arrival.is_late,
            "is_walk_in": takes_registrations and not is_registered,
            "key": key or uuid.uuid4(),
        },
    )
    if is_new:
        log(attendance, user, AttendanceChange.Verb.NOTED, attendance.get_way_display())
    return standing(attendance)


def _session_of(user: User, code: Code, figures: rules.Figures) -> tuple[EventSession, datetime]:
    """Return the session that a code means, and since when the screen showed it."""
    if code.digits:
        typed = tokens.clean_digits(code.digits)
        moment = min(code.kept_at or code.came_at, code.came_at)
        sessions = queries.open_sessions(user, moment, figures)
        found = queries.session_of_digits(typed, sessions, moment, figures) if typed else None
        if found is None:
            raise CodeIsWrong(WRONG_CODE)
        return found
    said = tokens.read_screen_token(code.token)
    if said is None:
        raise CodeIsWrong("这不是本站的签到码，请扫主持人屏幕上的码。")
    session = EventSession.objects.filter(pk=said.session_id).select_related("page").first()
    if session is None or session.starts_at is None or session.ends_at is None:
        raise NotPossible("这一场已经不在了，请联系主持人。")
    readable = readable_pages(user, ForumEventPage.objects.filter(pk=session.page_id))
    if not readable.exists():
        raise NotPossible("这场活动不面向您的单位，或者已经撤下。请联系主持人。")
    return session, said.shown_at

"""Events whose sessions are on, over or still to come."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from forums.attendance import actions, tokens
from forums.models import (
    Admission,
    Attendance,
    AttendanceSettings,
    EventSession,
    ForumEventPage,
    ForumIndexPage,
    Registration,
)
from people.models import User
from tests.editorial.factories import REVIEW, draft_below, put_live
from tests.people.factories import TeacherFactory


def make_sessions(
    owner: User | None = None,
    *,
    hours_from_now: float = -1,
    minutes: int = 120,
    amount: int = 1,
    is_live: bool = True,
    quarters: int = 8,
    **values: Any,
) -> list[EventSession]:
    """Return the sessions of a live event that follow each other.

    Args:
        hours_from_now: when the first begins; each lasts ``minutes``.
    """
    start = timezone.now().replace(microsecond=0) + timedelta(hours=hours_from_now)
    length = timedelta(minutes=minutes)
    page = ForumEventPage(
        title=values.pop("title", "虚构论坛"),
        summary="谈一本书。",
        event_kind="forum",
        starts_at=start,
        ends_at=start + amount * length,
        place="虚构小学报告厅",
        body=[("paragraph", REVIEW)],
        **values,
    )
    page.sessions = [
        EventSession(
            title=f"第{number}场",
            starts_at=start + (number - 1) * length,
            ends_at=start + number * length,
            room="一楼",
            planned_quarters=quarters,
            hours_basis="虚构〔2026〕1号",
            sort_order=number,
        )
        for number in range(1, amount + 1)
    ]
    page = draft_below(ForumIndexPage.objects.get(), owner or TeacherFactory(), page)
    if is_live:
        put_live(page)
    sessions = list(EventSession.objects.filter(page=page).order_by("starts_at"))
    for session in sessions:
        session.page = ForumEventPage.objects.get(pk=page.pk)
    return sessions


def make_session(owner: User | None = None, **values: Any) -> EventSession:
    """Return the one session of a live event; it began an hour ago and lasts another."""
    return make_sessions(owner, **values)[0]


def open_registration(session: EventSession) -> Admission:
    """Let the event be one for which one registers."""
    return Admission.objects.get_or_create(page_id=session.page_id)[0]


def seat(session: EventSession, user: User | None = None) -> User:
    """Return somebody with a place at the event."""
    open_registration(session)
    user = user or TeacherFactory()
    number = Registration.objects.filter(page_id=session.page_id).count() + 1
    Registration.objects.create(
        page_id=session.page_id, user=user, unit=user.unit, state="admitted", number=number
    )
    return user


def shown(session: EventSession, moment: datetime | None = None) -> str:
    """Return the token that the screen shows at a moment."""
    step = AttendanceSettings.load().step_seconds
    return tokens.screen_token(session.pk, tokens.step_start(moment or timezone.now(), step))


def digits(session: EventSession, moment: datetime | None = None) -> str:
    """Return the digits that the screen shows at a moment."""
    step = AttendanceSettings.load().step_seconds
    return tokens.typed_code(session.pk, tokens.step_start(moment or timezone.now(), step))


def present(session: EventSession, user: User | None = None) -> Attendance:
    """Return the attendance of somebody whom the owner has marked."""
    user = user or TeacherFactory()
    actions.mark(session_id=session.pk, by=session.page.owner, user_ids=[user.pk])
    return Attendance.objects.get(session=session, user=user)

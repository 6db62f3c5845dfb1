"""Reads of attendance: who is expected, who is there, which doors are open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from forums.attendance import rules, tokens
from forums.attendance.access import hosted_pages
from forums.models import (
    Admission,
    Attendance,
    AttendanceSettings,
    Door,
    EventSession,
    ForumEventPage,
    Registration,
    SheetPhoto,
    SheetRow,
    WrongCode,
    slot_of,
)
from people.models import Unit, User
from portal.queries import readable_pages
from search.pinyin import read

TRIES_MINUTES = 10
SHOWN_DAYS = 30


@dataclass
class RosterRow:
    """One person in the list of a session.

    Attributes:
        unit_name: where they teach; on the day of attendance, where there is one.
        attendance: none where nobody has marked them.
        is_registered: has a place at the event.
        span: from when to when they took part; none where they did not.
    """

    user: User
    unit_name: str
    is_registered: bool
    attendance: Attendance | None = None
    span: tuple[datetime, datetime] | None = None

    @property
    def is_present(self) -> bool:
        """Whether a standing attendance shows it."""
        return self.attendance is not None and self.attendance.stands

    @property
    def minutes(self) -> int:
        """How long they took part."""
        return int((self.span[1] - self.span[0]).total_seconds() // 60) if self.span else 0


@dataclass(frozen=True)
class Roster:
    """Everybody of a session: those with a place and those who came."""

    rows: list[RosterRow]

    @property
    def present(self) -> list[RosterRow]:
        """Who is there."""
        return [row for row in self.rows if row.is_present]

    @property
    def expected(self) -> list[RosterRow]:
        """Who has a place."""
        return [row for row in self.rows if row.is_registered]

    @property
    def to_look_at(self) -> list[RosterRow]:
        """Whose proof came late, or who had no place."""
        return [
            row
            for row in self.present
            if row.attendance and (row.attendance.is_late or row.attendance.is_walk_in)
        ]


def roster_of(session: EventSession, grace_minutes: int) -> Roster:
    """Return everybody of a session, by school and name. Queries: 2."""
    places = Registration.objects.seated().filter(page=session.page_id)
    rows = {
        each.user_id: RosterRow(each.user, _name(each.user.unit), True)
        for each in places.select_related("user__teacher_profile__unit")
    }
    marks = session.attendances.select_related("unit", "marked_by", "user__teacher_profile__unit")
    for mark in marks:
        row = rows.setdefault(mark.user_id, RosterRow(mark.user, "", False))
        row.unit_name = _name(mark.unit) or row.unit_name
        row.attendance = mark
        if mark.stands:
            row.span = span_of(mark, session, grace_minutes)
    return Roster(sorted(rows.values(), key=_in_list))


def span_of(
    attendance: Attendance, session: EventSession, grace_minutes: int
) -> tuple[datetime, datetime]:
    """Return from when to when somebody took part in a session. Queries: none."""
    return rules.attended(
        slot_of(session),
        arrived_at=attendance.arrived_at,
        left_at=attendance.left_at,
        minutes=attendance.minutes,
        grace_minutes=grace_minutes,
    )


def _name(unit: Unit | None) -> str:
    return unit.name if unit else ""


def _in_list(row: RosterRow) -> tuple[str, str, int]:
    return row.unit_name, read(row.user.name, is_name=True).full, row.user.pk


def hosted_sessions(user: User, *, is_past: bool = False) -> QuerySet[EventSession]:
    """Return the sessions whose door somebody keeps, each with ``present_count``.

    Args:
        is_past: those that ended more than ``SHOWN_DAYS`` ago, the latest first; otherwise the
            others, the earliest first.

    Queries: 1, when read; 1 for the roles.
    """
    edge = timezone.now() - timedelta(days=SHOWN_DAYS)
    sessions = EventSession.objects.filter(page__in=hosted_pages(user), starts_at__isnull=False)
    standing = Count("attendances", filter=Q(attendances__voided_at=None))
    sessions = sessions.select_related("page").annotate(present_count=standing)
    if is_past:
        return sessions.filter(ends_at__lt=edge).order_by("-starts_at", "-pk")
    return sessions.filter(ends_at__gte=edge).order_by("starts_at", "pk")


def hosted_sessions_of(page: ForumEventPage) -> list[EventSession]:
    """Return the sessions of an event in their order, each with ``present_count``. Queries: 1."""
    standing = Count("attendances", filter=Q(attendances__voided_at=None))
    sessions = EventSession.objects.filter(page=page).annotate(present_count=standing)
    found = list(sessions.order_by("starts_at", "pk"))
    for session in found:
        session.page = page
    return found


def open_sessions(reader: Any, now: datetime, figures: rules.Figures) -> list[EventSession]:
    """Return the sessions at which somebody might sign in at a moment. Queries: 2 or 3."""
    pages = readable_pages(reader, ForumEventPage.objects.all())
    sessions = EventSession.objects.filter(
        page__in=pages.values("pk"),
        starts_at__lte=now + timedelta(minutes=figures.opens_minutes),
        ends_at__gte=now - timedelta(minutes=figures.closes_minutes),
    )
    return list(sessions.select_related("page").order_by("starts_at", "pk"))


def session_of_digits(
    digits: str, sessions: Iterable[EventSession], moment: datetime, figures: rules.Figures
) -> tuple[EventSession, datetime] | None:
    """Return the session whose screen showed these digits around a moment, and since when.

    Queries: none.
    """
    step = timedelta(seconds=figures.step_seconds)
    steps = 1 + -(-figures.accept_seconds // figures.step_seconds)
    newest = tokens.step_start(moment, figures.step_seconds)
    sessions = list(sessions)
    for back in range(steps + 1):
        shown_at = newest - back * step
        for session in sessions:
            if tokens.typed_code(session.pk, shown_at) == digits:
                return session, shown_at
    return None


def has_place(user: User, page_id: int) -> bool:
    """Whether somebody has a place at an event. Queries: 1."""
    return Registration.objects.seated().filter(user=user, page=page_id).exists()


def takes_registrations(page_id: int) -> bool:
    """Whether an event is one for which one registers. Queries: 1."""
    return Admission.objects.filter(page=page_id).exists()


def walk_ins_of(page_id: int) -> str:
    """Return what the organiser decided about those without a place. Queries: 1."""
    door = Door.objects.filter(page=page_id).first()
    return door.walk_ins if door else Door.WalkIns.WELCOME


def tries_too_often(user: User, now: datetime) -> bool:
    """Whether somebody has typed too many wrong codes of late. Queries: 2."""
    since = now - timedelta(minutes=TRIES_MINUTES)
    count = WrongCode.objects.filter(user=user, at__gt=since).count()
    return count >= AttendanceSettings.load().most_tries


def sheet_of(session: EventSession) -> list[SheetRow]:
    """Return the rows of the printed sheet by number. Queries: 1."""
    rows = session.sheet_rows.select_related("user__teacher_profile__unit")
    return list(rows.order_by("number"))


def photos_of(session: EventSession) -> list[SheetPhoto]:
    """Return the photos of the signed sheet with their renditions. Queries: 1, 2 with photos."""
    photos = session.sheet_photos.select_related("image", "added_by")
    return list(photos.prefetch_related("image__renditions"))


def own_attendances(user: User) -> QuerySet[Attendance]:
    """Return where somebody was, the latest first. Queries: 1, when read."""
    own = Attendance.objects.filter(user=user).select_related("session__page")
    return own.order_by("-session__starts_at", "-pk")


def own_places(user: User, now: datetime) -> list[Registration]:
    """Return the coming and running events at which somebody has a place. Queries: 1."""
    places = Registration.objects.seated().filter(user=user, page__ends_at__gte=now)
    return list(places.select_related("page").order_by("page__starts_at", "pk"))

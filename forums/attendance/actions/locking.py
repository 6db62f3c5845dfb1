"""What the verbs share: who may, the row, the log."""

from collections.abc import Collection

from django.utils import timezone

from editorial.errors import NotPossible, ReviewRefused
from editorial.rules import Answer
from forums.attendance import rules
from forums.attendance.access import is_editor, session_for_host
from forums.models import (
    Attendance,
    AttendanceChange,
    AttendanceSettings,
    EventSession,
    slot_of,
)
from people.models import User


def markable(session_id: int, by: User) -> EventSession:
    """Return a session in which a host may mark now.

    Raises:
        Http404, ReviewRefused, NotPossible: see ``session_for_host``; too early or too late.
    """
    session = session_for_host(by, session_id)
    figures = AttendanceSettings.load().figures
    require(rules.may_mark(timezone.now(), slot_of(session), figures, is_editor=is_editor(by)))
    return session


def marked(attendance_id: int, by: User) -> Attendance:
    """Return an attendance, locked, for a host who is not the person.

    Raises:
        NotPossible, Http404, ReviewRefused: see ``mark``.
    """
    found = Attendance.objects.filter(pk=attendance_id).values_list("session", flat=True).first()
    if found is None:
        raise NotPossible("没有这条签到记录。")
    session = markable(found, by)
    locked = Attendance.objects.select_for_update(of=("self",), no_key=True).select_related("user")
    attendance = locked.get(pk=attendance_id)
    attendance.session = session
    if attendance.user_id == by.pk:
        raise ReviewRefused("自己的签到记录不能自己改，请另一位主持人操作。")
    return attendance


def people_of(ids: Collection[int]) -> list[User]:
    """Return active accounts with their units. Queries: 1."""
    people = User.objects.filter(pk__in=ids, is_active=True)
    return list(people.select_related("teacher_profile__unit").order_by("pk"))


def standing(attendance: Attendance) -> Attendance:
    """Return an attendance. Raises: as ``require_standing``."""
    require_standing(attendance)
    return attendance


def require_standing(attendance: Attendance) -> None:
    """Raise ``NotPossible`` where a host has voided it."""
    if not attendance.stands:
        raise NotPossible(
            f"主持人已将这一场的签到作废：{attendance.void_reason}。有疑问请当面找主持人。"
        )


def log(attendance: Attendance, by: User, verb: str, note: str = "") -> None:
    """Add a line to what was done to an attendance."""
    AttendanceChange.objects.create(attendance=attendance, by=by, verb=verb, note=note[:200])


def require(answer: Answer) -> None:
    """Raise ``NotPossible`` with the reason of a no."""
    if not answer:
        raise NotPossible(answer.reason)

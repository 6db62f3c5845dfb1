"""A host corrects: how long somebody stayed, that somebody was not there after all."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from forums.attendance import rules
from forums.attendance.actions.locking import log, marked, require_standing
from forums.attendance.signals import attendance_changed
from forums.models import Attendance, AttendanceChange
from forums.notices import tell
from people.models import User


@transaction.atomic
def set_stay(
    *,
    attendance_id: int,
    by: User,
    arrived_at: datetime | None = None,
    left_at: datetime | None = None,
    minutes: int | None = None,
) -> Attendance:
    """Say when somebody came and went, or how many minutes in all.

    Args:
        by: keeps the door; not the person.
        arrived_at, left_at, minutes: none: in time, to the end, all of it.

    Raises:
        Http404, ReviewRefused, NotPossible: see ``mark``; or the attendance is void.
        ValidationError: impossible times, by field.
    """
    attendance = marked(attendance_id, by)
    require_standing(attendance)
    problems = rules.stay_problem(
        attendance.slot, arrived_at=arrived_at, left_at=left_at, minutes=minutes
    )
    if problems:
        raise ValidationError(problems)
    before = _stay_words(attendance)
    attendance.arrived_at = arrived_at if minutes is None else attendance.arrived_at
    attendance.left_at, attendance.minutes = left_at, minutes
    after = _stay_words(attendance)
    if after != before:
        attendance.save(update_fields=["arrived_at", "left_at", "minutes"])
        log(attendance, by, AttendanceChange.Verb.CHANGED, f"{before} → {after}")
        attendance_changed.send(sender=Attendance, attendance=attendance, by=by)
    return attendance


@transaction.atomic
def void(*, attendance_id: int, by: User, reason: str) -> Attendance:
    """Take an attendance back: the person was not there. It stays to be seen, with the reason.

    Raises:
        Http404, ReviewRefused, NotPossible: see ``mark``.
        ValidationError: no reason.
    """
    attendance = marked(attendance_id, by)
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": "请写明理由，本人会看到。"})
    if attendance.stands:
        attendance.voided_at, attendance.voided_by = timezone.now(), by
        attendance.void_reason = reason
        attendance.save(update_fields=["voided_at", "voided_by", "void_reason"])
        log(attendance, by, AttendanceChange.Verb.VOIDED, reason)
        tell(
            recipient_id=attendance.user_id,
            page=attendance.session.page,
            words=f"您在“{attendance.session.title}”的签到已作废：{reason}。有疑问请联系主持人。",
            url=reverse("checkin:home"),
        )
        attendance_changed.send(sender=Attendance, attendance=attendance, by=by)
    return attendance


@transaction.atomic
def restore(*, attendance_id: int, by: User) -> Attendance:
    """Let a voided attendance stand again.

    Raises:
        Http404, ReviewRefused, NotPossible: see ``mark``.
    """
    attendance = marked(attendance_id, by)
    if not attendance.stands:
        attendance.voided_at = attendance.voided_by = None
        attendance.void_reason = ""
        attendance.save(update_fields=["voided_at", "voided_by", "void_reason"])
        log(attendance, by, AttendanceChange.Verb.RESTORED)
        attendance_changed.send(sender=Attendance, attendance=attendance, by=by)
    return attendance


def _stay_words(attendance: Attendance) -> str:
    if attendance.minutes is not None:
        return f"{attendance.minutes} 分钟"
    came = f"{timezone.localtime(attendance.arrived_at):%H:%M}" if attendance.arrived_at else "准时"
    left = f"{timezone.localtime(attendance.left_at):%H:%M}" if attendance.left_at else "结束"
    return f"{came} 至 {left}"

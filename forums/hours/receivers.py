"""Listens to the door: hours follow attendance."""

from typing import Any

from forums.attendance.signals import attendance_changed
from forums.hours import actions
from forums.models import Attendance
from people.models import User


def follow_attendance(*, attendance: Attendance, by: User, **kwargs: Any) -> None:
    """Take back hours whose attendance has changed, and propose what it is worth now."""
    actions.follow(attendance=attendance, by=by)


def connect() -> None:
    """Called once, when the application is ready."""
    attendance_changed.connect(follow_attendance, dispatch_uid="forums.hours.follow")

"""Who came to the demo's past events, what hours and certificates followed."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import Page

from forums.attendance import actions as door
from forums.attendance import tokens
from forums.certificates import actions as certificates
from forums.hours import actions as hours
from forums.models import (
    Attendance,
    AttendanceSettings,
    Certificate,
    EventSession,
    HoursCeiling,
    HoursEntry,
)
from home.demo import source
from home.demo.clock import at
from home.demo.people import Cast
from people.models import User
from people.roles import Role, in_scope

A_WHILE = timedelta(minutes=3)
DAYS_LATER = timedelta(days=1)


def make_attendance(cast: Cast, pieces: dict[str, Page]) -> int:
    """Let people sign in, each in their own way, and take the hours as far as they go.

    Args:
        cast: units and accounts.
        pieces: by slug.

    Returns:
        how many attendances there are.
    """
    today = timezone.localdate()
    for row in source.texts("attendance")["ceiling"]:
        HoursCeiling.objects.create(since=today.replace(month=1, day=1), **row)
    for row in source.texts("attendance")["event"]:
        page, owner = pieces[row["event"]], pieces[row["event"]].owner
        sessions = list(EventSession.objects.filter(page=page.pk).order_by("starts_at"))
        helper = cast.accounts[row["helper"]]
        door.add_host(page_id=page.pk, by=owner, staff_number=helper.staff_number)
        for session, lines in zip(sessions, row["sessions"], strict=True):
            for number, way, minutes in lines["people"]:
                _arrive(session, owner, cast.accounts[number], way, minutes)
        _follow(row, cast, page, sessions)
    return Attendance.objects.count()


def _arrive(session: EventSession, host: User, person: User, way: str, minutes: int) -> None:
    then = session.starts_at - A_WHILE
    if way in {"screen", "late"}:
        step = AttendanceSettings.load().step_seconds
        token = tokens.screen_token(session.pk, tokens.step_start(then, step))
        is_late = way == "late"
        with at(session.ends_at + A_WHILE if is_late else then):
            door.sign_in(user=person, token=token, kept_at=then if is_late else None)
    else:
        with at(session.ends_at):
            door.mark(session_id=session.pk, by=host, user_ids=[person.pk], way=way)
    if minutes:
        mark = Attendance.objects.get(session=session, user=person)
        with at(session.ends_at + A_WHILE):
            door.set_stay(attendance_id=mark.pk, by=host, minutes=minutes)


def _follow(row: dict, cast: Cast, page: Page, sessions: list[EventSession]) -> None:
    owner, school = page.owner, cast.accounts[row["confirmed_by_school"]]
    last = sessions[-1]
    for session in sessions:
        with at(session.ends_at + DAYS_LATER):
            hours.propose(session_id=session.pk, by=owner)
    first = HoursEntry.objects.standing().filter(session=sessions[0], attendance__is_late=False)
    entries = list(first.exclude(user=owner).select_related("unit"))
    with at(last.ends_at + 2 * DAYS_LATER):
        hours.confirm(entry_ids=[entry.pk for entry in entries], by=owner, step="host")
        own = [
            entry.pk
            for entry in entries
            if entry.user_id != school.pk and in_scope(school, Role.SCHOOL_ADMIN, entry.unit)
        ]
        hours.confirm(entry_ids=own, by=school, step="school")
        people = [cast.accounts[number] for number in row["certificates"]]
        certificates.issue(page_id=page.pk, by=owner, user_ids=[person.pk for person in people])
    for number in row["agreed"]:
        holder = cast.accounts[number]
        certificate = Certificate.objects.get(page=page.pk, user=holder)
        with at(last.ends_at + 3 * DAYS_LATER):
            certificates.agree(certificate_id=certificate.pk, holder=holder)

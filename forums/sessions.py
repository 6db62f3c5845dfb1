"""The sessions of an event through its versions: one session is one row, from first to last."""

from typing import TYPE_CHECKING

from forums.hooks import why_session_stays

if TYPE_CHECKING:
    from forums.models import EventSession, ForumEventPage


def _rows(page: "ForumEventPage") -> list["EventSession"]:
    from forums.models import EventSession

    return list(EventSession.objects.filter(page_id=page.pk)) if page.pk else []


def keep_rows(page: "ForumEventPage") -> None:
    """Let the sessions of a version be the rows that they were, and keep those that are in use.

    A version that was written before a session was first published knows no number of its row;
    stored as it is, it would be a new row, and what was recorded about the old one would be lost
    with it. Queries: 1, and those of the rooms that are asked about a removed session.
    """
    rows = _rows(page)
    if not rows:
        return
    present = list(page.sessions.all())
    number_of = {row.key: row.pk for row in rows}
    for session in present:
        session.pk = number_of.get(session.key, session.pk)
    here = {session.pk for session in present}
    kept = [row for row in rows if row.pk not in here and why_session_stays(row.pk)]
    page.sessions.set([*present, *kept])


def problem_of(page: "ForumEventPage") -> str:
    """Return what is wrong with the sessions of a version, in words; empty: nothing."""
    present = list(page.sessions.all())
    for session in present:
        if problem := _problem_of(session, page):
            return f"场次“{session.title}”{problem}"
    keys = {session.key for session in present}
    for row in _rows(page):
        if row.key not in keys and (reason := why_session_stays(row.pk)):
            return f"场次“{row.title}”{reason}，不能移除。"
    return ""


def _problem_of(session: "EventSession", page: "ForumEventPage") -> str:
    if session.starts_at is None or session.ends_at is None:
        return "还没有写起止时间。"
    if session.ends_at <= session.starts_at:
        return "的结束时间要晚于开始时间。"
    if (page.starts_at and session.starts_at < page.starts_at) or (
        page.ends_at and session.ends_at > page.ends_at
    ):
        return "不在活动的起止时间之内。"
    if session.planned_quarters and not session.hours_basis.strip():
        return "有学时，请写明学时依据。"
    return ""

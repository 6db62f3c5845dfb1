"""What other rooms of the house may add to an event, by the names of Wagtail's hooks.

``session_in_use``: ``fn(session_id: int) -> str | None``. A room that keeps rows about a session
(attendance, hours) returns in words why the session must stay; ``None``: it knows of nothing.

    @hooks.register(SESSION_IN_USE)
    def has_attendance(session_id): return "已有签到记录" if … else None
"""

from wagtail import hooks

SESSION_IN_USE = "session_in_use"


def why_session_stays(session_id: int) -> str:
    """Return the first reason why a session cannot be removed; empty: it can."""
    for ask in hooks.get_hooks(SESSION_IN_USE):
        if reason := ask(session_id):
            return str(reason)
    return ""


# ``event_attended``: ``fn(page_id: int) -> int | None``: how many came, by the room that knows.
EVENT_ATTENDED = "event_attended"


def how_many_came(page_id: int) -> int | None:
    """Return how many came to an event; None where nobody counted."""
    for ask in hooks.get_hooks(EVENT_ATTENDED):
        if (number := ask(page_id)) is not None:
            return int(number)
    return None

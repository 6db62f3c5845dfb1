"""What templates may ask about the session."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from people.session_limits import GRAIN, limit_of

# Nobody has to be told of an end that is further away than a day of work (WCAG 2.2.1: 20 hours).
FAR = 20 * 3600


def session(request: HttpRequest) -> dict[str, object]:
    """Return ``idle_seconds``: after how long without a request the session ends, if that is soon.

    Looked up only where a template asks, so that a page for everybody never touches a session.
    """
    return {"idle_seconds": SimpleLazyObject(lambda: _soon(request))}


def _soon(request: HttpRequest) -> int:
    limit = limit_of(getattr(request, "session", {}))
    # Presence is written down a grain late at most.
    return max(limit - GRAIN, 0) if limit <= FAR else 0

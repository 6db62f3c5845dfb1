"""What the public page of an event says about taking part."""

from typing import Any

from django.http import HttpRequest

from forums.materials.queries import released
from forums.models import ForumEventPage
from forums.registration import queries
from forums.registration.rules import Phase
from portal.queries import restricted_paths


def event_context(page: ForumEventPage, request: HttpRequest) -> dict[str, Any]:
    """Return the facts about registration, what stays of the event, its workshop.

    The page comes with its admission and its workshop (``for_display``). Queries: 1; where people
    can register 2 more, for who is signed in 1.
    """
    admission = getattr(page, "admission", None)
    phase = queries.phase_of(page, admission)
    seats = queries.seats_of(admission) if admission and phase == Phase.OPEN else None
    own = queries.own_registration(page.pk, request.user) if admission else None
    return {
        "admission": admission,
        "phase": phase,
        "seats": seats,
        "own_registration": own if own and own.is_active else None,
        "materials": list(released(page.pk)),
        "workshop": _workshop(page),
        # Others who run it find their way from their own events, without a query here.
        "organises": page.owner_id is not None and page.owner_id == request.user.pk,
    }


def _workshop(page: ForumEventPage) -> Any:
    """Return the workshop if anybody may read it: it is no submission, so nothing else narrows."""
    found = page.organising_page
    if found is None or not found.live:
        return None
    return None if found.path.startswith(tuple(restricted_paths())) else found

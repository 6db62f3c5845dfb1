"""What the public page of an event says about taking part."""

from typing import Any

from django.http import HttpRequest

from forums.materials.queries import released
from forums.models import ForumEventPage
from forums.registration import queries
from forums.registration.rules import Phase
from portal.queries import readable_pages


def event_context(page: ForumEventPage, request: HttpRequest) -> dict[str, Any]:
    """Return the facts about registration, what stays of the event, its workshop.

    Queries: 3 for visitors where people can register, ≤ 2 more for who is signed in; 1 for the
    workshop.
    """
    admission = queries.admission_of(page)
    phase = queries.phase_of(page, admission)
    seats = queries.seats_of(admission) if admission and phase == Phase.OPEN else None
    own = queries.own_registration(page.pk, request.user) if admission else None
    return {
        "admission": admission,
        "phase": phase,
        "seats": seats,
        "own_registration": own if own and own.is_active else None,
        "materials": list(released(page.pk)),
        "workshop": _workshop(page, request),
        "organises": queries.organises(request.user, page),
    }


def _workshop(page: ForumEventPage, request: HttpRequest) -> Any:
    if page.organising_page_id is None:
        return None
    return readable_pages(request.user).filter(pk=page.organising_page_id).first()

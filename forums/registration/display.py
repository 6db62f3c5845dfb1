"""What the public page of an event says about taking part."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from forums.gallery.queries import shown_photos
from forums.materials.queries import released_now
from forums.models import Admission, ForumEventPage
from forums.registration import queries
from forums.registration.rules import Phase, words_of
from portal.queries import restricted_paths

# Where an event stands is told beside its text.
TOLD = frozenset({Phase.CALLED_OFF, Phase.OPEN, Phase.CLOSED})
HELD = frozenset({Phase.RUNNING, Phase.FINISHED, Phase.REPORTED})


def event_context(page: ForumEventPage, request: HttpRequest) -> dict[str, Any]:
    """Return the facts about registration, what stays of the event, its workshop.

    The page comes with its admission and its workshop (``for_display``). Queries: 1; where people
    can register 2 more, once it has begun 1, for who is signed in 1.
    """
    admission = getattr(page, "admission", None)
    phase = queries.phase_of(page, admission)
    seats = queries.seats_of(admission) if admission and phase == Phase.OPEN else None
    own = queries.own_registration(page.pk, request.user) if admission else None
    own = own if own and own.is_active else None
    opens_at = _opens_at(phase, admission)
    # Others who run it find their way from their own events, without a query here.
    organises = page.owner_id is not None and page.owner_id == request.user.pk
    may_keep = bool(page.starts_at and page.ends_at and not page.is_over)
    return {
        "admission": admission,
        "phase": phase,
        "phase_words": words_of(phase, page.starts_at),
        "seats": seats,
        "own_registration": own,
        "opens_at": opens_at,
        "may_keep": may_keep,
        "organises": organises,
        "has_state": bool(own or opens_at or may_keep or organises or phase in TOLD),
        "materials": released_now(page.pk),
        # Photos are taken at the event: before it there is nothing to ask for.
        "photos": shown_photos(page.pk) if phase in HELD else [],
        "workshop": _workshop(page),
    }


def _opens_at(phase: Phase, admission: Admission | None) -> datetime | None:
    """Return when registration begins, where the organiser has said so."""
    if phase != Phase.ANNOUNCED or admission is None or admission.state != Admission.State.OPEN:
        return None
    return admission.opens_at


def _workshop(page: ForumEventPage) -> Any:
    """Return the workshop if anybody may read it: it is no submission, so nothing else narrows."""
    found = page.organising_page
    if found is None or not found.live:
        return None
    return None if found.path.startswith(tuple(restricted_paths())) else found

"""``{% contest_part page %}``: beside an event, where its contest stands."""

from typing import Any

from django import template

from forums.contests.public import awards_of, published_contest
from forums.contests.queries import phase_of
from forums.contests.rules import Phase
from forums.models import ForumEventPage

register = template.Library()


@register.inclusion_tag("forums/contests/components/on_event.html")
def contest_part(page: ForumEventPage) -> dict[str, Any]:
    """Return the contest of an event for its page.

    Queries: none for other events; 1 to 4 before publication, 3 after.
    """
    contest = published_contest(page) if page.live else None
    if contest is None:
        return {}
    phase = phase_of(contest)
    return {
        "page": page,
        "contest": contest,
        "phase": phase,
        "is_entering": phase == Phase.ENTERING,
        "groups": awards_of(contest),
    }

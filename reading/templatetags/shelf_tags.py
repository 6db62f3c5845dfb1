"""The shelf on other pages: where the reader stands with a book, and the buttons that move it."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import RequestContext

from reading.models import ReadingRecord, Work
from reading.shelf.presenting import Line
from reading.shelf.queries import state_of, states_of

register = template.Library()


@register.inclusion_tag("reading/components/shelf_buttons.html", takes_context=True)
def book_shelf(context: RequestContext, work: Work) -> dict[str, Any]:
    """Show the reader's state with one book and the buttons; a way to sign in to all others.

    Queries: 1 for a signed-in reader, else none.
    """
    reader = context["request"].user
    record = state_of(reader, work.pk) if reader.is_authenticated else None
    return _shown(context, work, record) | {"has_more": True}


@register.inclusion_tag("reading/components/shelf_buttons.html", takes_context=True)
def shelf_buttons(
    context: RequestContext, work: Work, states: dict[int, ReadingRecord]
) -> dict[str, Any]:
    """Show the same in a list, with the states that ``shelf_states`` fetched. Queries: none."""
    return _shown(context, work, states.get(work.pk)) | {"is_quiet": True}


@register.simple_tag(takes_context=True)
def shelf_states(context: RequestContext, works: Iterable[Work]) -> dict[int, ReadingRecord]:
    """Return where the reader stands with each of the books, by their numbers.

    Queries: 1 for a signed-in reader, else none.
    """
    reader = context["request"].user
    return states_of(reader, [work.pk for work in works]) if reader.is_authenticated else {}


def _shown(context: RequestContext, work: Work, record: ReadingRecord | None) -> dict[str, Any]:
    return {
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "line": Line(work, record),
        "next": context["request"].get_full_path(),
    }

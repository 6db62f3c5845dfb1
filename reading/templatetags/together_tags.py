"""Reading groups on the pages of other rooms."""

from typing import Any

from django import template
from django.template.context import Context

from reading.models import ReadingGroup, Work
from reading.together.queries import (
    current_week,
    groups_about,
    may_organise,
    own_groups,
)

register = template.Library()


@register.simple_tag(takes_context=True)
def book_together(context: Context, work: Work) -> dict[str, Any]:
    """Return the groups about a book that the reader may join or reads in.

    Nobody who is not signed in learns of a group. Queries: none for visitors, else at most 4.
    """
    reader = context["request"].user
    if not reader.is_authenticated:
        return {"groups": [], "may_organise": False}
    return {"groups": groups_about(work, reader), "may_organise": may_organise(reader)}


@register.simple_tag(takes_context=True)
def my_groups(context: Context) -> list[ReadingGroup]:
    """Return the reader's running groups, each with the week ``now``. Queries: 2."""
    groups = list(own_groups(context["request"].user).filter(closed_at=None))
    for group in groups:
        group.now = current_week(group, list(group.weeks.all()))
    return groups

"""Reading groups on the pages of other rooms."""

from itertools import groupby
from operator import attrgetter
from typing import Any

from django import template
from django.template.context import Context

from reading.models import ReadingGroup, Work
from reading.together.queries import (
    current_week,
    groups_about,
    may_organise,
    running_weeks,
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
    """Return the reader's running groups, each with the week ``now``. Queries: 1."""
    groups = []
    weeks = running_weeks(context["request"].user)
    for _, of_group in groupby(weeks, key=attrgetter("group_id")):
        rows = list(of_group)
        group = rows[0].group
        group.has_removed = rows[0].has_removed
        group.now = current_week(group, rows)
        groups.append(group)
    return groups

"""What other rooms' pages show of the own year."""

from typing import Any

from django import template

from reading.figures.queries import year_in_short

register = template.Library()


@register.simple_tag(takes_context=True)
def own_year_in_short(context: dict[str, Any]) -> Any:
    """Return the current year with ``finished``, for the person who is signed in. Queries: 1."""
    return year_in_short(context["request"].user)

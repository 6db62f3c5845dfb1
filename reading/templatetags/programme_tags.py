"""What other rooms show of the own year of 2+N."""

from django import template
from django.template import Context
from django.utils import timezone

from reading.programme.queries import Standing, state_of, year_for

register = template.Library()


@register.simple_tag(takes_context=True)
def my_programme(context: Context) -> Standing | None:
    """Return how the person stands in the year of today; nothing where none covers it. Queries: 2.

    For signed-in people only; others get nothing.
    """
    user = context["request"].user
    if not user.is_authenticated:
        return None
    year = year_for(timezone.localdate())
    return state_of(user, year) if year else None

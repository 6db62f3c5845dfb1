"""What the pages of other rooms show of the private record of days: to its reader alone."""

from typing import Any

from django import template
from django.template.context import Context

from reading.passages import days

register = template.Library()


@register.inclusion_tag("reading/passages/my_days.html", takes_context=True)
def my_days(context: Context) -> dict[str, Any]:
    """The reader's week in words. Queries: 1, with a record 2."""
    return {"days": days.days_of(context["request"].user)}


@register.inclusion_tag("reading/passages/day_mark.html", takes_context=True)
def day_mark(context: Context, is_today: bool) -> dict[str, Any]:
    """The button that marks today, for those who keep a record. Queries: 1; 0 for visitors."""
    request = context["request"]
    found = days.standing(request.user) if is_today and request.user.is_authenticated else None
    return {
        "record": found[0] if found else None,
        "marked": bool(found and found[1]),
        "csrf_token": context.get("csrf_token"),
    }

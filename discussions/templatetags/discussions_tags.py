"""Discussions on the pages of other rooms, and words as readers see them."""

from typing import Any

from django import template
from django.db.models import Model
from django.template.context import Context
from django.utils.safestring import SafeString

from discussions.models import Version
from discussions.places import Place, kind_of
from discussions.views.reading import panel
from discussions.words import rendered

register = template.Library()

SHOWN = 4


@register.inclusion_tag("discussions/components/panel.html", takes_context=True)
def discussion(context: Context, thing: Model | None) -> dict[str, Any]:
    """Show what is said about a place on its own page: ``{% discussion work %}``.

    The page has been opened by its reader, so nobody is asked again who may read it. Nothing is
    shown of an object that is no place, or in a preview. Queries: see ``panel``.
    """
    request = context.get("request")
    kind = kind_of(thing) if thing is not None and thing.pk else None
    if request is None or kind is None or thing is None or getattr(request, "is_preview", False):
        return {}
    place = Place(kind, thing.pk, "", "")
    return panel(request.user, place, SHOWN) | {"request": request}


@register.filter
def said(version: Version) -> SafeString:
    """Return the words of a version as HTML; its mentions should be there. Queries: ≤ 1."""
    return rendered(version.text, [mention.words for mention in version.mentions.all()])

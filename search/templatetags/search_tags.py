"""Template parts that other sections take from the search."""

from collections.abc import Iterable

from django import template
from django.template.context import Context
from wagtail.models import Page

from portal.queries import specific_in_order
from search.related import related_pages

register = template.Library()

# One row of cards.
SHOWN = 3


@register.inclusion_tag("search/components/related.html", takes_context=True)
def related_reading(context: Context, page: Page, without: Iterable[Page] = ()) -> dict[str, list]:
    """Show what else to read after ``page``; nothing in a preview.

    Args:
        context: of the template; its request says who reads.
        page: the page that was read.
        without: pages that are already shown beside it.

    Queries: those of ``related_pages``, two, and one a page type.
    """
    request = context.get("request")
    if page.pk is None or request is None or getattr(request, "is_preview", False):
        return {"pages": []}
    reader = getattr(request, "user", None)
    shown = {other.pk for other in without}
    related = related_pages(page, limit=SHOWN + len(shown), reader=reader)
    ids = [other.pk for other in related if other.pk not in shown][:SHOWN]
    # Asked again who may read them: these cards must not depend on how fresh an index is.
    return {"pages": specific_in_order(ids, reader)} if ids else {"pages": []}

"""Template parts that other sections take from the search."""

from collections.abc import Iterable

from django import template
from django.template.context import Context
from wagtail.models import Page

from search.related import related_pages

register = template.Library()

# Two rows beside each other.
SHOWN = 4


@register.inclusion_tag("search/components/related.html", takes_context=True)
def related_reading(context: Context, page: Page, without: Iterable[Page] = ()) -> dict[str, list]:
    """Show what else to read after ``page``; nothing in a preview.

    Args:
        context: of the template; its request says who reads.
        page: the page that was read.
        without: pages that are already shown beside it.

    Queries: those of ``related_pages``; what is shown stands in the table of all pages.
    """
    request = context.get("request")
    if page.pk is None or request is None or getattr(request, "is_preview", False):
        return {"pages": []}
    shown = {other.pk for other in without}
    reader = getattr(request, "user", None)
    related = related_pages(page, limit=SHOWN + len(shown), reader=reader)
    others = [other for other in related if other.pk not in shown][:SHOWN]
    # ``specific_class`` is nothing for a page whose type is no longer installed.
    return {
        "pages": [(other, getattr(other.specific_class, "search_kind", "")) for other in others]
    }

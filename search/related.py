"""What to read next: pages about the same things."""

from typing import Any

from modelsearch.query import PlainText
from wagtail.models import Page

from portal.queries import readable_pages


def related_pages(page: Page, limit: int = 4, reader: Any = None) -> list[Page]:
    """Return pages that share words with the title of ``page``, nearest first, never itself.

    Args:
        page: a saved page.
        limit: at most so many.
        reader: whose eyes they are for; nobody in particular is the public.
    """
    others = readable_pages(reader).filter(depth__gt=2).exclude(pk=page.pk)
    return list(others.search(PlainText(page.title, operator="or"))[:limit])

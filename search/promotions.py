"""What editors put before the results of a search: Wagtail's promoted search results.

Wagtail's own template tag writes a row for every text that is searched; here texts are only
looked up. Its counts of hits are not written either: ``search.counting`` counts once, for all.
"""

from dataclasses import dataclass
from typing import Any

from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page
from wagtail.search.utils import normalise_query_string

from portal.queries import readable_pages
from search.analysis import normalize


@dataclass(frozen=True)
class Promoted:
    """One promoted result: a page, or an address outside with its name."""

    page: Page | None
    title: str
    url: str
    description: str


def promoted_for(text: str, reader: Any = None) -> list[Promoted]:
    """Return what is promoted for a text and may be read by the reader, in the editors' order.

    Queries: 1 where nothing is promoted, else 2 and one a page type.
    """
    spellings = {normalise_query_string(text), normalise_query_string(normalize(text))}
    rows = list(SearchPromotion.objects.filter(query__query_string__in=spellings))
    wanted = [row.page_id for row in rows if row.page_id]
    if not rows:
        return []
    readable = readable_pages(reader).filter(depth__gt=1, pk__in=wanted)
    pages = {page.pk: page for page in readable.specific()}
    promoted: dict[str, Promoted] = {}
    for row in rows:
        page = pages.get(row.page_id)
        if page is not None:
            words = row.description or getattr(page, "summary", "")
            entry = Promoted(page, page.title, page.get_url() or "", words)
        elif row.page_id is None and row.external_link_url:
            name = row.external_link_text or row.external_link_url
            entry = Promoted(None, name, row.external_link_url, row.description)
        else:
            continue
        promoted.setdefault(entry.url, entry)
    return list(promoted.values())

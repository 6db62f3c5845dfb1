"""What to read next: pages about the same things."""

import logging
from typing import Any

from django.core.cache import cache
from django.db.models import IntegerField
from modelsearch.backends import get_search_backend
from modelsearch.query import PlainText
from wagtail.models import Page

from portal.models import IndexPage
from portal.prepared import Several
from portal.queries import is_public, public_pages, readable_pages
from search.engine.errors import IndexUnavailableError

logger = logging.getLogger(__name__)

# Words of a page that others are looked for with, and how long what was found is kept: a new page
# may turn up beside an old one so much later. Who may read it is asked each time.
_WORDS = 12
_KEPT = 60 * 60  # seconds
_MOST = 24
# Nearly always the first of them are readable: the others are not fetched before they are needed.
_ENOUGH = 8
# What a line about a page needs: its title, kind, day and address.
_SHOWN = ("title", "content_type", "first_published_at", "url_path", "locale", "depth", "path")

_public = Several(
    lambda ids: public_pages(Page.objects.filter(pk__in=ids).only(*_SHOWN)), IntegerField()
)


def related_pages(page: Page, limit: int = 4, reader: Any = None) -> list[Page]:
    """Return pages that share telling words with ``page``, nearest first, never itself.

    Args:
        page: a saved page.
        limit: at most so many.
        reader: whose eyes they are for; nobody in particular is the public.

    Queries: 1, or 2 where many of the nearest may not be read; once an hour and page those of a
    search.
    """
    key = f"search.related.{page.pk}.{page.live_revision_id}"
    ids = cache.get(key)
    if ids is None:
        ids = _find(page)
        cache.set(key, ids, _KEPT)
    found = _readable(ids[:_ENOUGH], reader)
    if len(found) < limit and len(ids) > _ENOUGH:
        found += _readable(ids[_ENOUGH:], reader)
    return found[:limit]


def _readable(ids: list[int], reader: Any) -> list[Page]:
    """Those that a reader may read, in their order. Queries: 1."""
    # Asked now: these must not depend on how fresh the index, or what was kept of it, is.
    if is_public(reader):
        pages = _public(ids)
    else:
        pages = readable_pages(reader, Page.objects.filter(pk__in=ids).only(*_SHOWN))
    found = {page.pk: page for page in pages}
    return [found[pk] for pk in ids if pk in found]


def _find(page: Page) -> list[int]:
    """The nearest pages for whichever reader; sections and the front page are nobody's reading."""
    words = _telling_words(page)
    if not words:
        return []
    # Tables of contents below a section have words of everything, and are near to everything.
    others = Page.objects.live().filter(depth__gt=3).not_type(IndexPage).exclude(pk=page.pk)
    found = others.search(PlainText(" ".join(words), operator="or"))
    return [other.pk for other in found[:_MOST]]


def _telling_words(page: Page) -> list[str]:
    backend = get_search_backend()
    if hasattr(backend, "characteristic_words"):
        try:
            return backend.characteristic_words(page.specific, _WORDS)
        except IndexUnavailableError as error:
            logger.warning("Related pages by title only: %s", error)
    return [page.title]

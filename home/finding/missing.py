"""What somebody may have looked for at an address where nothing is."""

import logging
from typing import Any

from django.db.models import Q
from wagtail.models import Page

from home.finding.rules import Wanted, wanted_by
from portal.queries import readable_pages
from search.suggestions import Suggestion, suggestions_for
from search.vocabulary.lookups import pages_read_as

logger = logging.getLogger(__name__)

MOST = 5


def suggestions_at(path: str, reader: Any) -> tuple[str, list[Suggestion]]:
    """Return the words of an address, and pages and searches that may be meant.

    Nothing is asked for addresses that only programs try. A search that fails suggests nothing:
    the page that says that something is missing is not missing itself.

    Args:
        path: of the request.
        reader: who asked; only what they may open is suggested.

    Queries: none for a program's address; else 1 to 6, and those of at most two suggestions.
    """
    wanted = wanted_by(path)
    if wanted is None:
        return "", []
    try:
        return wanted.words, _suggestions(wanted, reader)
    except Exception:  # whatever a broken index may raise
        logger.exception("No suggestions for a page that is not there.")
        return wanted.words, []


def _suggestions(wanted: Wanted, reader: Any) -> list[Suggestion]:
    found = _moved(wanted.slug, reader)
    for words in wanted.tries:
        found = found or _read_as(words, reader)
    for words in (wanted.tries[0], wanted.tries[-1]):
        found = found or suggestions_for(words, reader)
    return found[:MOST]


def _moved(slug: str, reader: Any) -> list[Suggestion]:
    """Pages with the same last word that stand somewhere else now. Queries: 1."""
    return _pages(Q(slug=slug), reader)


def _read_as(words: str, reader: Any) -> list[Suggestion]:
    """Pages whose titles begin so: slugs are titles in pinyin. Queries: 2; none for Chinese."""
    ids = pages_read_as(words, MOST) if words.isascii() else []
    return _pages(Q(pk__in=ids), reader) if ids else []


def _pages(condition: Q, reader: Any) -> list[Suggestion]:
    pages = readable_pages(reader, Page.objects.filter(condition, depth__gt=1)).order_by("path")
    return [
        Suggestion(page.title, url, getattr(page.specific_class, "search_kind", ""))
        for page in pages[:MOST]
        if (url := page.get_url())
    ]

"""What may be meant while somebody still types, and what was meant when nothing was found."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from search import vocabulary
from search.find import fruitful, titled

MOST = 8
MOST_WORDS = 3
WORD = "搜索"
# Words looked at before giving up: each costs a search.
_CANDIDATES = 5


@dataclass(frozen=True)
class Suggestion:
    """A word to search for, or a page to open; ``kind`` says which, in a word."""

    text: str
    url: str
    kind: str = ""


def suggestions_for(typed: str, reader: Any = None) -> list[Suggestion]:
    """Return at most ``MOST``: words first, then pages that the reader may open by title.

    A word is offered only if this reader finds something with it, so that the vocabulary tells
    nobody of pages that are not for them.
    """
    if not typed:
        return []
    completions = vocabulary.completions(typed, _CANDIDATES)
    # A title of a public page finds that page; a long one would be the dearest of all searches.
    doubtful = [each.text for each in completions if not each.is_title]
    found = set(fruitful(doubtful, reader))
    words = [each.text for each in completions if each.is_title or each.text in found][:MOST_WORDS]
    offered = [Suggestion(word, search_address(word), WORD) for word in words]
    for page in titled(typed, MOST - len(offered), reader):
        if url := page.get_url():
            offered.append(
                Suggestion(page.title, url, getattr(page.specific_class, "search_kind", ""))
            )
    return offered


def did_you_mean(text: str, reader: Any = None) -> list[Suggestion]:
    """Return other spellings of a text with which this reader finds something."""
    words = fruitful(vocabulary.corrections(text), reader)[:MOST_WORDS]
    return [Suggestion(word, search_address(word)) for word in words]


def search_address(text: str) -> str:
    """The address of the search for a text."""
    return f"{reverse('search:results')}?{urlencode({'q': text})}"

"""How the floors above tell which names the public content knows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wagtail import hooks

from search.models import EntryKind

# Floors above offer what anyone may read, and nothing else:
#     @hooks.register(NAMES_HOOK)
#     def book_names(): return (Name(title, EntryKind.BOOK) for title in …)
NAMES_HOOK = "search_names"


@dataclass(frozen=True)
class Name:
    """A public name: a book's title, an author, a unit."""

    text: str
    kind: EntryKind


def public_names() -> Iterator[Name]:
    """All names of all floors. Queries: those of the hooks."""
    for offer in hooks.get_hooks(NAMES_HOOK):
        names: Iterable[Name] = offer()
        yield from names

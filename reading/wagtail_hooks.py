"""What other floors ask of the reading section."""

import re
from collections.abc import Iterator, Mapping

from django.urls import ResolverMatch
from django.utils import timezone
from wagtail import hooks

from people.personal.holdings import PERSONAL_DATA_HOOK
from reading.catalogue import hooks as _catalogue  # noqa: F401 each registers its own
from reading.catalogue import places as _books  # noqa: F401
from reading.lists import hooks as _lists  # noqa: F401
from reading.models import PassageDay, Work
from reading.passages import hooks as _passages  # noqa: F401
from reading.passages import places as _shown_passages  # noqa: F401
from reading.personal import of_reading
from reading.programme import hooks as _programme  # noqa: F401
from reading.shelf import hooks as _shelf  # noqa: F401
from reading.together import hooks as _together  # noqa: F401
from search.models import EntryKind
from search.names import NAMES_HOOK, Name

# [苏]苏霍姆林斯基 著、(美) 约翰·杜威: the country before a name, the role after it.
_BETWEEN_AUTHORS = re.compile(r"[、，,;；/]|\s{2,}")
_AROUND_AUTHOR = re.compile(
    r"^[\[(（〔【][^\])）〕】]{1,4}[\])）〕】]\s*|\s*(?:著|编|主编|编著|等|译|等著)$"
)


@hooks.register(NAMES_HOOK)
def names_of_books() -> Iterator[Name]:
    """The titles and authors of the public catalogue, for the search. Queries: 1."""
    for title, authors in Work.objects.approved().values_list("title", "authors").iterator():
        yield Name(title.strip("《》 "), EntryKind.BOOK)
        for author in _BETWEEN_AUTHORS.split(authors):
            yield Name(_AROUND_AUTHOR.sub("", author.strip()), EntryKind.PERSON)


@hooks.register("dead_addresses")
def dead_addresses(matches: Mapping[str, ResolverMatch]) -> set[str]:
    """Return the addresses of books and passages that do not exist. Queries: 0 to 2."""
    books = _asked(matches, "reading:book", "pk")
    days = _asked(matches, "reading:passage", "day")
    # A merged book's address leads on; a proposed one is nobody's but the proposer's.
    shown_books = Work.objects.filter(pk__in=books.values()).exclude(state=Work.State.PROPOSED)
    works = set(shown_books.values_list("pk", flat=True))
    shown = PassageDay.objects.on_or_before(timezone.localdate()).filter(date__in=days.values())
    dates = set(shown.values_list("date", flat=True))
    return {path for path, pk in books.items() if pk not in works} | {
        path for path, day in days.items() if day not in dates
    }


def _asked(matches: Mapping[str, ResolverMatch], view: str, argument: str) -> dict[str, object]:
    return {
        path: match.kwargs[argument] for path, match in matches.items() if match.view_name == view
    }


hooks.register(PERSONAL_DATA_HOOK, of_reading)

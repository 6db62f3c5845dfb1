"""What search engines read about a piece: schema.org's Article."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils import timezone

from portal.structured import (
    HEADLINE,
    LANGUAGE,
    Data,
    in_full,
    person,
    pictures_of,
    publisher,
    thing,
)

if TYPE_CHECKING:
    from editorial.models import Submission


def article(piece: "Submission", request: HttpRequest) -> Data:
    """Return a piece as an article. Queries: 0, where it came with what is shown with it.

    Its author is named as readers see the name; a pen name leads to no page of anybody.
    """
    published, changed = piece.first_published_at, piece.last_published_at
    author = person(
        piece.byline_author, url=in_full(request, piece.byline_url), unit=piece.byline_unit
    )
    return thing(
        "Article",
        headline=piece.title[:HEADLINE],
        url=piece.get_full_url(request),
        description=piece.search_description or piece.summary,
        image=pictures_of(piece, request),
        datePublished=published and timezone.localtime(published).isoformat(timespec="seconds"),
        dateModified=changed and timezone.localtime(changed).isoformat(timespec="seconds"),
        author=author,
        publisher=publisher(request),
        keywords=piece.tag_names,
        inLanguage=LANGUAGE,
    )

"""What search engines read about a book: schema.org's Book with its reviews."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from portal.structured import LANGUAGE, Data, in_full, person, thing
from reading.models import Edition, ReadingLogPage, Work

MOST_REVIEWS = 10


def book_data(work: Work, logs: Iterable[ReadingLogPage], request: HttpRequest) -> Data:
    """Return the description of a book and of the logs that the page shows. Queries: 0.

    Args:
        work: with its editions fetched.
        logs: public ones only, with what they are listed with.
    """
    return book_named(work, request) | thing(
        "Book",
        inLanguage=LANGUAGE,
        description=work.description,
        alternateName=work.original_title,
        workExample=[_edition(edition) for edition in work.editions.all()],
        review=[_review(log, request) for log in list(logs)[:MOST_REVIEWS]],
    )


def book_named(work: Work, request: HttpRequest) -> Data:
    """Return a book as other pages name it: title, authors and, in the catalogue, its address."""
    url = in_full(request, work.get_absolute_url()) if work.is_public else ""
    return thing("Book", name=work.title, url=url, author=person(work.authors))


def _edition(edition: Edition) -> Data:
    house = thing("Organization", name=edition.publisher) if edition.publisher else None
    return thing(
        "Book",
        isbn=edition.isbn,
        datePublished=str(edition.year or ""),
        numberOfPages=edition.pages,
        publisher=house,
        translator=person(edition.translators),
    )


def _review(log: ReadingLogPage, request: HttpRequest) -> Data:
    day = log.display_date if log.first_published_at else None
    return thing(
        "Review",
        name=log.title,
        url=in_full(request, log.get_url(request)),
        author=person(log.byline_author, url=in_full(request, log.byline_url)),
        datePublished=day and day.isoformat(),
        reviewBody=log.summary,
    )


def review_data(log: ReadingLogPage, article: dict[str, Any], request: HttpRequest) -> Data:
    """Return a reading log as a review of its book. Queries: 0.

    Args:
        log: with its book.
        article: what is said of every piece.
    """
    if log.work is None:
        return article
    facts = {"@type": "Review", "name": log.title, "itemReviewed": book_named(log.work, request)}
    return article | facts | ({"reviewBody": log.summary} if log.summary else {})

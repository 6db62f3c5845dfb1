"""What search engines read about a book: schema.org's Book with its reviews."""

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from reading.models import ReadingLogPage, Work

# Inside <script> nothing ends the element or begins a comment, whatever a title says.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
_ESCAPES |= {0x2028: "\\u2028", 0x2029: "\\u2029"}
MOST_REVIEWS = 10


def book_data(work: Work, logs: Iterable[ReadingLogPage], request: HttpRequest) -> dict[str, Any]:
    """Return the description of a book and of the logs that the page shows. Queries: 0.

    Args:
        work: with its editions fetched.
        logs: public ones only, with what they are listed with.
    """
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Book",
        "name": work.title,
        "url": request.build_absolute_uri(work.get_absolute_url()),
        "inLanguage": "zh-CN",
    }
    if work.authors:
        data["author"] = {"@type": "Person", "name": work.authors}
    if work.description:
        data["description"] = work.description
    if work.original_title:
        data["alternateName"] = work.original_title
    if editions := [_edition(edition) for edition in work.editions.all()]:
        data["workExample"] = editions
    if reviews := [_review(log, request) for log in list(logs)[:MOST_REVIEWS]]:
        data["review"] = reviews
    return data


def _edition(edition: Any) -> dict[str, Any]:
    facts = {
        "@type": "Book",
        "isbn": edition.isbn,
        "datePublished": str(edition.year or ""),
        "numberOfPages": edition.pages,
        "publisher": edition.publisher and {"@type": "Organization", "name": edition.publisher},
        "translator": edition.translators and {"@type": "Person", "name": edition.translators},
    }
    return {name: value for name, value in facts.items() if value}


def _review(log: ReadingLogPage, request: HttpRequest) -> dict[str, Any]:
    facts = {
        "@type": "Review",
        "name": log.title,
        "url": request.build_absolute_uri(log.get_url(request)),
        "author": log.byline_author and {"@type": "Person", "name": log.byline_author},
        "datePublished": log.first_published_at and log.first_published_at.date().isoformat(),
        "reviewBody": log.summary,
    }
    return {name: value for name, value in facts.items() if value}


def as_script(data: dict[str, Any]) -> SafeString:
    """Return ``data`` as the content of ``<script type="application/ld+json">``."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(text)  # noqa: S308 every character that could leave the element is escaped

"""Old addresses lead on: one row for a page that moved, whatever lies below it.

Wagtail writes a redirect for every page below one that is renamed: minutes and a hundred thousand
rows for a section, and on SQLite, which reads no expression of 2,000 parts, an error from the first
thousand on. Here the row of the page that moved speaks for all pages below it, so that renaming a
section costs the same as renaming a page. Redirects that editors write themselves work as ever.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.urls import reverse
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

# Deeper than the site is, and what the column holds.
MOST_LEVELS = 8
LONGEST = 255
_NOT_ASKED = object()


@dataclass(frozen=True)
class Destination:
    """Where an old address leads."""

    url: str
    is_permanent: bool


class OldAddressMiddleware:
    """Answers what is not found with a redirect, where the page has moved."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look for a destination only after a 404. Queries: see ``destination``."""
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        found = destination(request)
        if found is None:
            return response
        answer = HttpResponsePermanentRedirect if found.is_permanent else HttpResponseRedirect
        return answer(found.url)


def destination(request: HttpRequest) -> Destination | None:
    """Return where the address of a request leads now, asked once a request.

    First what editors or an earlier move wrote for this very address, with and without its query
    string; then the page above it that moved last, if the page in question stands below it still.
    Queries: 1 where nothing is known; at most 4.
    """
    kept = getattr(request, "_portal_destination", _NOT_ASKED)
    if kept is _NOT_ASKED:
        kept = request._portal_destination = _find(request)  # type: ignore[attr-defined]
    return kept  # type: ignore[return-value]


def leave_word(page: Page, url_path_before: str) -> None:
    """Remember that a page, with all below it, stood at another place of the tree.

    A page that nobody ever read left no links. What an editor wrote for the old address stays.
    Queries: 2 or 3 a site, for any number of pages below.
    """
    if page.first_published_at is None or page.url_path == url_path_before:
        return
    for site in Site.get_site_root_paths():
        both = (url_path_before, page.url_path)
        if not all(path.startswith(site.root_path) for path in both):
            continue
        below = url_path_before[len(site.root_path) :]
        old_path = Redirect.normalise_path(reverse("wagtail_serve", args=[below]))
        if not below or len(old_path) > LONGEST:
            continue
        rows = Redirect.objects.filter(old_path=old_path, site_id=site.site_id)
        rows.filter(automatically_created=True).delete()
        values = {"redirect_page_id": page.pk, "automatically_created": True}
        Redirect.objects.get_or_create(old_path=old_path, site_id=site.site_id, defaults=values)


def _find(request: HttpRequest) -> Destination | None:
    asked = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    path = urlsplit(asked).path
    exact = list(dict.fromkeys([uri_to_iri(asked), asked, uri_to_iri(path), path]))
    above = _above(uri_to_iri(path))
    rows = _rows(request, [*exact, *above])
    for candidate in exact:
        if candidate in rows and rows[candidate].link:
            return Destination(rows[candidate].link, rows[candidate].is_permanent)
    for candidate in above:
        row = rows.get(candidate)
        if row and row.automatically_created and row.redirect_page:
            rest = uri_to_iri(path)[len(candidate) + 1 :]
            if found := _below(request, row.redirect_page, rest):
                return found
    return None


def _above(path: str) -> list[str]:
    """The addresses above one, the nearest first."""
    levels = path.strip("/").split("/")
    if len(levels) > MOST_LEVELS:
        return []
    return ["/" + "/".join(levels[:end]) for end in range(len(levels) - 1, 0, -1)]


def _rows(request: HttpRequest, paths: list[str]) -> dict[str, Redirect]:
    # Longer ones are in no row.
    known = [path for path in paths if len(path) <= LONGEST]
    rows = Redirect.get_for_site(Site.find_for_request(request)).filter(old_path__in=known)
    # That of this site comes after, and so instead of, that of all sites.
    ordered = sorted(rows.select_related("redirect_page"), key=lambda row: row.site_id or 0)
    return {row.old_path: row for row in ordered}


def _below(request: HttpRequest, moved: Page, rest: str) -> Destination | None:
    """Where the page ``rest`` below a page that moved is now: there, or moved on its own later."""
    pages = Page.objects.live().filter(
        slug=rest.rpartition("/")[2], url_path=f"{moved.url_path}{rest}/"
    )
    if page := pages.first():
        url: Any = page.get_url(request)
    else:
        base = moved.get_url(request)
        row = base and _rows(request, [Redirect.normalise_path(base + rest)])
        url = next((found.link for found in row.values()), None) if row else None
    return Destination(url, is_permanent=True) if url else None

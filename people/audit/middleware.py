"""Every table and archive that leaves as a file is noted, whichever view made it."""

import re
from collections.abc import Callable
from email.header import decode_header, make_header
from urllib.parse import unquote

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from people.audit.actions import note
from people.choices import AuditKind
from portal import read_only

# Excel, CSV, archives, JSON: what holds many people's data at once.
TABLES = re.compile(r"text/csv|application/(?:zip|json|vnd\.openxmlformats.*\.sheet)")
# Files that somebody uploaded, not made from the data of the portal; and empty templates.
NO_EXPORTS = frozenset({"wagtaildocs_serve", "people_import:template"})
_NAMED = re.compile(r"""filename\*=utf-8''([^;]{1,300})|filename="([^"]{1,300})""", re.IGNORECASE)


class ExportTrailMiddleware:
    """Note exports before their first byte is sent; without its line no file leaves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        _say_plainly(answer)
        if answer.status_code == 200 and _is_export(request, answer):
            state = read_only.notice()
            if state.is_on:
                # ``close()`` would tell Django that the request is over.
                for close in answer._resource_closers:
                    close()
                return read_only.refusal(request, state)
            note(
                kind=AuditKind.EXPORTED,
                actor=request.user,
                words=file_name(answer.headers["Content-Disposition"]),
                request=request,
                path=request.path[:300],
            )
        return answer


def _say_plainly(answer: HttpResponseBase) -> None:
    """Write ``Content-Disposition`` as RFC 6266 asks.

    Wagtail's reports put the Chinese name of a CSV file straight into the header, and Django then
    encodes all of it as mail does: browsers neither see the name nor that it is a file to save.
    """
    given = answer.headers.get("Content-Disposition", "")
    if given.startswith("=?"):
        plain = str(make_header(decode_header(given)))
        is_attachment = plain.startswith("attachment")
        answer.headers["Content-Disposition"] = content_disposition_header(
            is_attachment, file_name(plain)
        )


def _is_export(request: HttpRequest, answer: HttpResponseBase) -> bool:
    if "attachment" not in answer.headers.get("Content-Disposition", ""):
        return False
    if not TABLES.match(answer.headers.get("Content-Type", "")):
        return False
    match = request.resolver_match
    if match is None or match.view_name in NO_EXPORTS:
        return False
    return bool(request.user.is_authenticated)


def file_name(disposition: str) -> str:
    """Return the name of the file out of a ``Content-Disposition``; empty if it has none."""
    found = _NAMED.search(disposition)
    return unquote(found[1] or found[2]) if found else ""

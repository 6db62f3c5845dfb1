"""What search engines read about a page: schema.org as JSON-LD, drawn by one tag.

A page type says what it is in ``structured_data(request)``; a view without a page puts the same
into its context as ``structured``. Both are dictionaries of schema.org, or lists of them, without
``@context``. The tag ``structured_data`` adds the breadcrumbs and escapes everything.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

Data = dict[str, Any]

LANGUAGE = "zh-CN"
# Search engines show no more of a headline.
HEADLINE = 110
# Inside <script> nothing ends the element or begins a comment, whatever a title says.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
_ESCAPES |= {0x2028: "\\u2028", 0x2029: "\\u2029"}


def thing(kind: str, **facts: Any) -> Data:
    """Return a schema.org object of a kind with those facts that are known; pure."""
    return {"@type": kind} | {name: value for name, value in facts.items() if value}


def person(name: str, *, url: str = "", unit: str = "", title: str = "") -> Data | None:
    """Return a person as readers know them, or nothing without a name; pure.

    Args:
        name: as it is printed, which may be a pen name.
        url: their page here, in full.
        unit: the school as it is printed.
        title: what they are there.
    """
    if not name:
        return None
    works_for = thing("Organization", name=unit) if unit else None
    return thing("Person", name=name, url=url, jobTitle=title, worksFor=works_for)


def publisher(request: HttpRequest) -> Data:
    """Return who publishes the site, as its identity settings say. Queries: see ``lasting``."""
    from portal.models import SiteIdentity

    identity = SiteIdentity.for_request(request)
    name = identity.sponsor or identity.site_name
    return thing("Organization", name=name, url=front_page(request))


def front_page(request: HttpRequest) -> str:
    """Return the address of the front page, in full."""
    return request.build_absolute_uri(reverse("wagtail_serve", args=[""]))


def in_full(request: HttpRequest, address: str) -> str:
    """Return an address of ours with scheme and host; empty stays empty."""
    return request.build_absolute_uri(address) if address else ""


def pictures_of(page: Any, request: HttpRequest) -> list[str]:
    """Return the widest drawn version of a page's cover, in full. Queries: 0, nothing is drawn."""
    cover = getattr(page, "cover", None)
    drawn = getattr(cover, "_prefetched_objects_cache", {}).get("renditions", ())
    widest = max(drawn, key=lambda rendition: rendition.width, default=None)
    return [in_full(request, widest.url)] if widest else []


def breadcrumb_list(
    crumbs: Iterable[Mapping[str, str]], here: str, request: HttpRequest
) -> Data | None:
    """Return the way down to a page, or nothing for one that lies below none; pure.

    Args:
        crumbs: the pages above, each with ``title`` and ``url``.
        here: the page's own name, the last step, which needs no address.
    """
    above = [(str(crumb["title"]), in_full(request, crumb["url"])) for crumb in crumbs]
    if not above or not here:
        return None
    steps = [
        thing("ListItem", position=number, name=name, item=address)
        for number, (name, address) in enumerate([*above, (here, "")], start=1)
    ]
    return thing("BreadcrumbList", itemListElement=steps)


def as_script(things: Sequence[Data]) -> SafeString:
    """Return the content of ``<script type="application/ld+json">``; empty for nothing; pure."""
    if not things:
        return SafeString("")
    said = dict(things[0]) if len(things) == 1 else {"@graph": list(things)}
    text = json.dumps({"@context": "https://schema.org"} | said, ensure_ascii=False)
    # Every character that could leave the element is escaped.
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308

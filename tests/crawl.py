"""Walks the site from link to link, and asks what it finds in unusual ways."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit
from xml.sax.saxutils import unescape as unescape_xml

from django.test import Client

LINK = re.compile(r'(?<![-\w])(?:href|src|action)="([^"#]+)')
LOCATION = re.compile(r"<loc>([^<]+)</loc>")
NOT_FOLLOWED = ("/static/", "/accounts/logout/", "/admin/logout/")
OURS = re.compile(r"^http://(?:127\.0\.0\.1:8000|testserver)(?=/)")
# What strangers put behind an address: none of it is an error of ours.
ODD = ("page=abc", "page=999999", "page=-1", "x=%00", "page=%00", "%", "a" * 10_000)


@dataclass(frozen=True)
class Visit:
    """One address as it was answered, and the page on which it stood."""

    path: str
    found_on: str
    answer: Any

    @property
    def kind(self) -> str:
        """What makes the answer: the same for all pages of a type."""
        return self.answer.templates[0].name if self.answer.templates else self.path

    @property
    def is_dead(self) -> bool:
        """Whether nothing is there. 405 is the address of a form that is sent."""
        return self.answer.status_code not in {200, 405}

    @property
    def end(self) -> str:
        """The address that answered, behind all redirects."""
        chain = self.answer.redirect_chain
        return OURS.sub("", chain[-1][0]) if chain else self.path

    def __str__(self) -> str:
        return f"{self.answer.status_code} {self.path} on {self.found_on}"


def crawl(client: Client, start: list[str], *, most_alike: int | None = None) -> Iterator[Visit]:
    """Follow every link of this site from ``start``, each once, redirects to their end.

    Args:
        most_alike: of addresses that differ only in their last step or in the values behind the
            question mark, follow so many; all, if not given.
    """
    waiting, known = [(address, "") for address in start], set(start)
    alike: Counter[str] = Counter()
    while waiting:
        path, page = waiting.pop()
        answer = client.get(path, follow=True)
        yield Visit(path, page, answer)
        for link in _links(answer):
            target = OURS.sub("", urljoin(path, link))
            if not target.startswith("/") or target.startswith(NOT_FOLLOWED):
                continue
            if target.startswith("/admin/") and not path.startswith("/admin/editorial/"):
                continue  # Wagtail's own screens are Wagtail's to test
            if target in known:
                continue
            known.add(target)
            alike[_shape(target)] += 1
            if most_alike is None or alike[_shape(target)] <= most_alike:
                waiting.append((target, path))


def _shape(address: str) -> str:
    """Return an address without its last step; of a query the names."""
    parts = urlsplit(address)
    above = parts.path.rstrip("/").rpartition("/")[0]
    return f"{above}?{'&'.join(name for name, _ in parse_qsl(parts.query))}"


def _links(answer: Any) -> list[str]:
    kind = answer.get("Content-Type", "")
    if answer.streaming:
        # To the end: the client then closes it without closing the database's connection too.
        b"".join(answer.streaming_content)
        return []
    if kind.startswith("text/html"):
        return [unescape(link) for link in LINK.findall(answer.content.decode())]
    if kind.startswith("application/xml"):
        return [unescape_xml(link) for link in LOCATION.findall(answer.content.decode())]
    return []


def faults(client: Client, visit: Visit, *, asks_oddly: bool = True) -> list[str]:
    """Return what is wrong with an address that answers 200, asked in other ways than by a link.

    Args:
        asks_oddly: with odd query strings too, which is most of the work.
    """
    return [
        *_of_head(client, visit),
        *_of_second_visit(client, visit),
        *_of_lost_slash(client, visit),
        *(_of_odd_queries(client, visit) if asks_oddly else ()),
    ]


def _of_head(client: Client, visit: Visit) -> Iterator[str]:
    head = client.head(visit.end)
    body = b"".join(head.streaming_content) if head.streaming else head.content
    if head.status_code != 200:
        yield f"HEAD is {head.status_code}"
    if body:
        yield "HEAD has a body"
    asked = ("Content-Type", "Cache-Control", "Vary", "Location")
    names = [name for name in asked if head.get(name) != visit.answer.get(name)]
    if names:
        yield f"HEAD has other headers: {names}"


def _of_second_visit(client: Client, visit: Visit) -> Iterator[str]:
    if not visit.answer.get("ETag"):
        return
    # The first visit of all may have drawn a picture, which the head of the page then names.
    tag = client.get(visit.end)["ETag"]
    # A page with a form has a new token each time; a page without must be the same.
    again = client.get(visit.end, headers={"If-None-Match": tag})
    if again.status_code != 304 and "csrfmiddlewaretoken" not in again.content.decode():
        yield f"a second visit is {again.status_code}"


def _of_lost_slash(client: Client, visit: Visit) -> Iterator[str]:
    path = urlsplit(visit.path).path
    if len(path) < 2 or not path.endswith("/"):
        return
    answer = client.get(path.rstrip("/"))
    if answer.status_code not in {301, 302} or urlsplit(answer.url).path != path:
        yield f"without its slash it is {answer.status_code}"


def _of_odd_queries(client: Client, visit: Visit) -> Iterator[str]:
    if "?" in visit.path:
        return
    for query in ODD:
        status = client.get(f"{visit.path}?{query}", follow=True).status_code
        if status not in {200, 400, 404}:
            yield f"?{query[:20]} is {status}"

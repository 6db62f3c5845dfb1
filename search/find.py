"""What somebody may find: from a visitor's words to results, without HTTP."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from modelsearch.backends import get_search_backend
from modelsearch.query import And, Phrase, PlainText, SearchQuery
from wagtail.models import Page
from wagtail.query import PageQuerySet

from portal.queries import readable_pages
from search.backends.compiler import Loosely
from search.backends.confirmed import ConfirmedResults
from search.backends.indexes import QueuedSearchBackend
from search.backends.narrowing import Narrowing
from search.kinds import searchable_kinds
from search.labels import readers_labels

_QUOTED = re.compile(r"[\"“”]")
NEWEST = "newest"
# Titles that are looked at beyond those that are wanted: some the reader may not open.
_SPARE = 30
# Pages that may bear witness that a text finds something.
_WITNESSES = 10
GROUPS = {"type": "类型", "subject": "学科", "unit": "单位", "year": "年份"}


@dataclass(frozen=True)
class Inquiry:
    """What the visitor asked for, already cleaned. An empty value asks for nothing."""

    text: str
    kind: str = ""
    subject: str = ""
    unit: str = ""
    year: str = ""
    sort: str = ""

    def choice(self, name: str) -> str:
        """What is chosen in a group of facets."""
        return self.kind if name == "type" else getattr(self, name)


@dataclass(frozen=True)
class Facet:
    """One value that the results can be narrowed to."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class FacetGroup:
    """The values of one property; ``name`` is the word in the address."""

    name: str
    label: str
    facets: list[Facet]


@dataclass(frozen=True)
class Findings:
    """The answer to a query. ``is_loose``: no page has all the words, these have some."""

    results: Any
    facets: list[FacetGroup]
    is_loose: bool


def parse(text: str, operator: str) -> SearchQuery:
    """A visitor's words as a query: what stands in double quotes must occur just so."""
    parts = _QUOTED.split(text)
    nodes: list[SearchQuery] = []
    for number, part in enumerate(parts):
        # A quotation mark without its partner quotes nothing.
        is_quoted = number % 2 == 1 and number < len(parts) - 1
        if part.strip():
            nodes.append(Phrase(part) if is_quoted else PlainText(part, operator=operator))
    if not nodes:
        return PlainText("")
    return nodes[0] if len(nodes) == 1 else (And if operator == "and" else Loosely)(nodes)


def find(inquiry: Inquiry, reader: Any = None) -> Findings:
    """Search the pages that the reader may open.

    The audience is filtered within the search, so that neither results nor counts tell of
    anything else. Each group of facets counts what the choices in the other groups leave.

    Args:
        inquiry: values that no page has narrow the results to nothing; unknown types and years
            that are no number are the same as none.
        reader: who searches; nobody in particular is the public.
    """
    inquiry = _sensible(inquiry)
    narrowing = Narrowing(
        must={"readers": readers_labels(reader)},
        choices={name: inquiry.choice(name) for name in GROUPS},
        newest_first=inquiry.sort == NEWEST,
    )
    results = _results(parse(inquiry.text, "and"), narrowing, reader)
    is_loose = False
    if not results.count_before_choices():
        loose = _results(parse(inquiry.text, "or"), narrowing, reader)
        if loose.count_before_choices():
            results, is_loose = loose, True
    facets = [_group(name, results.label_counts(name), inquiry) for name in GROUPS]
    return Findings(results=results, facets=facets, is_loose=is_loose)


def fruitful(texts: Sequence[str], reader: Any = None) -> list[str]:
    """Return those of some texts with which the reader would find a page with all their words.

    Queries: one for all texts, and those of the reader's labels.
    """
    narrowing = Narrowing(must={"readers": readers_labels(reader)}, is_ranked=False)
    found = {
        text: _results(parse(text, "and"), narrowing, reader).candidates(_WITNESSES)
        for text in texts
    }
    wanted = {pk for pks in found.values() for pk in pks}
    pages = _readable(reader).filter(pk__in=wanted)
    allowed = set(pages.values_list("pk", flat=True)) if wanted else set()
    return [text for text, pks in found.items() if not allowed.isdisjoint(pks)]


def titled(typed: str, limit: int, reader: Any = None) -> list[Page]:
    """Return pages whose titles go on from what was typed, if the reader may open them.

    They are plain ``Page`` objects.
    """
    pages = readable_pages(reader).filter(depth__gt=1)
    if _knows_readers():
        return list(pages.autocomplete(typed)[:limit])
    ranked = [page.pk for page in Page.objects.live().autocomplete(typed)[: limit + _SPARE]]
    found = {page.pk: page for page in pages.filter(pk__in=ranked)}
    return [found[pk] for pk in ranked if pk in found][:limit]


def _results(wanted: SearchQuery, narrowing: Narrowing, reader: Any) -> Any:
    pages = _readable(reader)
    if _knows_readers():
        results = pages.search(wanted).narrowed(narrowing)
        if not results.is_makeshift:
            return results
    return ConfirmedResults(pages, wanted, narrowing)


def _readable(reader: Any) -> PageQuerySet:
    # The tree's root is live but has no address.
    return readable_pages(reader).filter(depth__gt=1).specific(defer=True)


def _knows_readers() -> bool:
    """Whether the configured backend narrows by labels and takes any queryset."""
    return isinstance(get_search_backend(), QueuedSearchBackend)


def _sensible(inquiry: Inquiry) -> Inquiry:
    known = inquiry.kind in searchable_kinds()
    is_year = bool(re.fullmatch(r"[0-9]{4}", inquiry.year)) and 1900 <= int(inquiry.year) < 2200
    return replace(
        inquiry,
        kind=inquiry.kind if known else "",
        year=inquiry.year if is_year else "",
    )


def _group(name: str, counts: Counter[str], inquiry: Inquiry) -> FacetGroup:
    chosen = inquiry.choice(name)
    kinds = searchable_kinds()
    counted = {value: n for value, n in counts.items() if name != "type" or value in kinds}
    if chosen:
        # A chosen value stays visible even without results, or there would be no way back.
        counted.setdefault(chosen, 0)
    order = _latest_first if name == "year" else _most_first
    facets = [
        Facet(value, _label(name, value), count, value == chosen)
        for value, count in sorted(counted.items(), key=order)
    ]
    return FacetGroup(name, GROUPS[name], facets)


def _latest_first(item: tuple[str, int]) -> tuple:
    return (-int(item[0]),)


def _most_first(item: tuple[str, int]) -> tuple:
    return (-item[1], item[0])


def _label(name: str, value: str) -> str:
    if name == "type":
        return searchable_kinds()[value].search_kind
    return f"{value}年" if name == "year" else value

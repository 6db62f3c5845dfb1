"""What somebody may find: from a visitor's words to results, without HTTP."""

import re
from dataclasses import dataclass
from typing import Any

from modelsearch.query import And, Or, Phrase, PlainText, SearchQuery

from portal.queries import readable_pages
from search.kinds import content_type_ids, searchable_kinds

_QUOTED = re.compile(r"[\"“”]")


@dataclass(frozen=True)
class Facet:
    """One type that the results can be narrowed to; ``name`` is empty for all types."""

    name: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Findings:
    """The answer to a query. ``is_loose``: no page has all the words, these have some."""

    results: Any
    facets: list[Facet]
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
    return nodes[0] if len(nodes) == 1 else (And if operator == "and" else Or)(nodes)


def find(text: str, kind: str = "", reader: Any = None) -> Findings:
    """Search the pages that the reader may open.

    The audience is filtered before the search, so that neither results nor counts tell of
    anything else.

    Args:
        text: what the visitor typed, already cut to a sensible length.
        kind: narrow the results to this type; an unknown one is the same as none.
        reader: who searches; nobody in particular is the public.
    """
    kinds = searchable_kinds()
    types = content_type_ids(kinds)
    # The tree's root is live but has no address.
    pages = readable_pages(reader).filter(depth__gt=1).specific(defer=True)
    wanted = parse(text, "and")
    results = pages.search(wanted)
    is_loose = False
    if not results.count():
        wanted = parse(text, "or")
        results = pages.search(wanted)
        is_loose = bool(results.count())
    facets = _facets(results, kinds, types, kind)
    if kind in types:
        results = pages.filter(content_type_id=types[kind]).search(wanted)
    return Findings(results=results, facets=facets, is_loose=is_loose)


def _facets(results: Any, kinds: dict, types: dict[str, int], chosen: str) -> list[Facet]:
    if not results.supports_facet:
        return []
    counts = results.facet("content_type_id")
    facets = [
        Facet(name, model.search_kind, counts.get(types[name], 0), name == chosen)
        for name, model in kinds.items()
    ]
    # A chosen type stays visible even when it has no results, or there would be no way back.
    facets = [facet for facet in facets if facet.count or facet.is_chosen]
    facets.sort(key=lambda facet: -facet.count)
    return [Facet("", "全部", sum(counts.values()), chosen not in kinds), *facets]

"""What somebody may find: from a visitor's words to results, without HTTP."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.utils import timezone
from modelsearch.query import And, Or, Phrase, PlainText, SearchQuery
from wagtail.models import Page
from wagtail.query import PageQuerySet

from portal.queries import readable_pages
from search.kinds import content_type_ids, searchable_kinds

_QUOTED = re.compile(r"[\"“”]")
NEWEST = "newest"
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
    return nodes[0] if len(nodes) == 1 else (And if operator == "and" else Or)(nodes)


def find(inquiry: Inquiry, reader: Any = None) -> Findings:
    """Search the pages that the reader may open.

    The audience is filtered before the search, so that neither results nor counts tell of
    anything else. Each group of facets counts what the choices in the other groups leave.

    Args:
        inquiry: values that no page has narrow the results to nothing; unknown types and years
            that are no number are the same as none.
        reader: who searches; nobody in particular is the public.
    """
    inquiry = _sensible(inquiry)
    pages = _searched(reader)
    wanted = parse(inquiry.text, "and")
    is_loose = False
    if not pages.search(wanted).count():
        wanted = parse(inquiry.text, "or")
        is_loose = bool(pages.search(wanted).count())
    chosen = _narrowed(pages, inquiry)
    if inquiry.sort == NEWEST:
        newest = chosen.order_by("-first_published_at", "-id")
        results = newest.search(wanted, order_by_relevance=False)
    else:
        results = chosen.search(wanted)
    facets = [_group(name, pages, wanted, inquiry) for name in GROUPS]
    return Findings(results=results, facets=facets, is_loose=is_loose)


def has_results(text: str, reader: Any = None) -> bool:
    """Whether the reader would find a page with all the words of a text."""
    return bool(_searched(reader).search(parse(text, "and")).count())


def _searched(reader: Any) -> PageQuerySet:
    # The tree's root is live but has no address.
    return readable_pages(reader).filter(depth__gt=1).specific(defer=True)


def _sensible(inquiry: Inquiry) -> Inquiry:
    known = inquiry.kind in searchable_kinds()
    is_year = bool(re.fullmatch(r"[0-9]{4}", inquiry.year)) and 1900 <= int(inquiry.year) < 2200
    return replace(
        inquiry,
        kind=inquiry.kind if known else "",
        year=inquiry.year if is_year else "",
    )


def _narrowed(pages: PageQuerySet, inquiry: Inquiry) -> PageQuerySet:
    if inquiry.kind:
        pages = pages.filter(content_type_id=content_type_ids(searchable_kinds())[inquiry.kind])
    if inquiry.subject:
        pages = pages.filter(_of_models("subject", "subject", inquiry.subject))
    if inquiry.unit:
        pages = pages.filter(_of_models("unit", "unit__name", inquiry.unit))
    if inquiry.year:
        pages = pages.filter(first_published_at__year=int(inquiry.year))
    return pages


def _of_models(field: str, path: str, value: str) -> Q:
    condition = Q(pk__in=[])
    for model in _with_field(field):
        # A property of the page types, which the engine below them does not know by name.
        found = model.objects.filter(**{path: value}).values_list("pk", flat=True)[:5_000]
        condition |= Q(pk__in=list(found))
    return condition


def _with_field(field: str) -> list[type]:
    return [
        model
        for model in searchable_kinds().values()
        if field in {each.name for each in model._meta.get_fields()}
    ]


def _group(name: str, pages: PageQuerySet, wanted: SearchQuery, inquiry: Inquiry) -> FacetGroup:
    field = {"type": "kind"}.get(name, name)
    chosen = getattr(inquiry, field)
    others = _narrowed(pages, replace(inquiry, **{field: ""}))
    found = [page.pk for page in others.search(wanted)[:5_000]]
    counts = Counter(_values(name, found))
    if chosen:
        # A chosen value stays visible even without results, or there would be no way back.
        counts.setdefault(chosen, 0)
    facets = [
        Facet(value, _label(name, value), count, value == chosen)
        for value, count in sorted(
            counts.items(),
            key=lambda item: (-int(item[0]),) if name == "year" else (-item[1], item[0]),
        )
    ]
    return FacetGroup(name, GROUPS[name], facets)


def _values(name: str, pks: list[int]) -> Iterable[str]:
    if name in {"type", "year"}:
        kinds = {pk: kind for kind, pk in content_type_ids(searchable_kinds()).items()}
        rows = Page.objects.filter(pk__in=pks).values_list("content_type_id", "first_published_at")
        for type_id, moment in rows:
            if name == "type" and type_id in kinds:
                yield kinds[type_id]
            if name == "year" and moment:
                yield str(timezone.localdate(moment).year)
        return
    for model in _with_field(name):
        path = "unit__name" if name == "unit" else name
        yield from filter(None, model.objects.filter(pk__in=pks).values_list(path, flat=True))


def _label(name: str, value: str) -> str:
    if name == "type":
        return searchable_kinds()[value].search_kind
    return f"{value}年" if name == "year" else value

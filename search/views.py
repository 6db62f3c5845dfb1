"""The public search page and what is suggested while somebody types."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from portal import read_only
from search.analysis import clean
from search.asking import MAX_QUERY_LENGTH, Asked, asked_by, querystring
from search.counting import count_search
from search.find import NEWEST, Inquiry, find, parse
from search.highlight import Highlighter
from search.narrowing import chosen_values, offered_groups
from search.others import others_for
from search.promotions import Promoted, promoted_for
from search.suggestions import did_you_mean, suggestions_for

PAGE_SIZE = 10
# Seconds that a browser may answer itself while somebody goes back and forth in a word.
SUGGESTED_FOR = 60


class CountedResponse(HttpResponse):
    """A response that does something more once it is on its way to the visitor."""

    afterwards: Callable[[], None] | None = None

    def close(self) -> None:
        """Called by the server after the last byte."""
        try:
            if self.afterwards:
                self.afterwards()
        finally:
            super().close()


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The public search page: ``?q=&type=&subject=&unit=&year=&sort=&page=``.

    Any value of any parameter gives a page: long queries are cut, unknown values and page
    numbers ignored.
    """
    asked = asked_by(request.GET)
    context: dict[str, object] = {
        "page_title": "搜索",
        "query": asked.inquiry.text,
        "inquiry": asked.inquiry,
        "was_cut": asked.was_cut,
        "max_length": MAX_QUERY_LENGTH,
    }
    if not asked.inquiry.text:
        return HttpResponse(render_to_string("search/results.html", context, request))
    context |= _answer(request, asked)
    response = CountedResponse(render_to_string("search/results.html", context, request))
    # The page around the answer has asked for this state already.
    if _is_a_search(request, asked) and not read_only.notice().is_on:
        response.afterwards = partial(
            count_search, asked.inquiry.text, found_nothing=not context["total"]
        )
    return response


@require_safe
@vary_on_cookie
def suggest(request: HttpRequest) -> HttpResponse:
    """``?q=``: at most eight suggestions as JSON, for this visitor alone."""
    typed = " ".join(clean(request.GET.get("q", "")).split())[:MAX_QUERY_LENGTH]
    offered = [asdict(suggestion) for suggestion in suggestions_for(typed, request.user)]
    response = JsonResponse({"suggestions": offered})
    patch_cache_control(response, private=True, max_age=SUGGESTED_FOR)
    return response


def _is_a_search(request: HttpRequest, asked: Asked) -> bool:
    """Whether somebody looks for something new: no further page, no narrowing, no machine."""
    is_ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    return (
        request.method == "GET"
        and not is_ahead
        and not asked.is_narrowed
        and request.GET.get("page", "1") in {"", "1"}
    )


def _answer(request: HttpRequest, asked: Asked) -> dict[str, object]:
    inquiry = asked.inquiry
    findings = find(inquiry, request.user)
    found = findings.results
    if hasattr(found, "annotate_texts"):
        found = found.annotate_texts("search_texts")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    promoted = [] if asked.is_narrowed else promoted_for(inquiry.text, request.user)
    context: dict[str, object] = {
        "page_obj": page,
        "total": page.paginator.count,
        "is_loose": findings.is_loose,
        "querystring": f"{querystring(inquiry)}&",
        "all_results": querystring(Inquiry(text=inquiry.text, sort=inquiry.sort)),
        "by_relevance": querystring(inquiry, sort=""),
        "by_date": querystring(inquiry, sort=NEWEST),
        "chosen": chosen_values(inquiry, findings.facets),
        "groups": offered_groups(inquiry, findings.facets),
        "promoted": promoted if page.number == 1 else [],
    }
    highlighter = Highlighter(inquiry.text)
    context["entries"] = _entries(page, promoted, highlighter)
    if page.number == 1 and not asked.is_narrowed:
        context["others"] = _others(inquiry, request.user, highlighter)
    if findings.is_loose or not context["total"]:
        context["did_you_mean"] = did_you_mean(inquiry.text, request.user)
    return context


def _entries(
    page: PaginatorPage, promoted: list[Promoted], highlighter: Highlighter
) -> list[dict[str, object]]:
    above = {entry.page.pk for entry in promoted if entry.page}
    return [_entry(item, highlighter) for item in page if item.pk not in above]


def _others(inquiry: Inquiry, reader: Any, highlighter: Highlighter) -> list[dict[str, object]]:
    return [
        {
            "label": group.label,
            "entries": [
                {"item": item, "title": highlighter.mark(item.title)} for item in group.items
            ],
        }
        for group in others_for(parse(inquiry.text, "and"), reader)
    ]


def _entry(page, highlighter: Highlighter) -> dict[str, object]:
    texts = getattr(page, "search_texts", {})
    body = " ".join(text for name, text in texts.items() if name != "title")
    return {
        "page": page,
        "kind": getattr(page, "search_kind", ""),
        "title": highlighter.mark(page.title),
        "excerpt": highlighter.excerpt(body or page.search_description),
    }

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search.analysis import clean
from search.find import find
from search.highlight import Highlighter

MAX_QUERY_LENGTH = 100
PAGE_SIZE = 10


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The public search page: ``?q=&type=&page=``.

    Any value of any parameter gives a page: long queries are cut, unknown types and page
    numbers ignored.
    """
    asked = " ".join(clean(request.GET.get("q", "")).split())
    query = asked[:MAX_QUERY_LENGTH]
    kind = clean(request.GET.get("type", ""))
    context = {
        "page_title": "搜索",
        "query": query,
        "was_cut": len(asked) > MAX_QUERY_LENGTH,
        "max_length": MAX_QUERY_LENGTH,
    }
    if query:
        context |= _answer(request, query, kind)
    return render(request, "search/results.html", context)


def _answer(request: HttpRequest, query: str, kind: str) -> dict[str, object]:
    findings = find(query, kind, request.user)
    found = findings.results
    if hasattr(found, "annotate_texts"):
        found = found.annotate_texts("search_texts")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    highlighter = Highlighter(query)
    chosen = next((facet for facet in findings.facets if facet.name and facet.is_chosen), None)
    parameters = {"q": query} | ({"type": chosen.name} if chosen else {})
    return {
        "page_obj": page,
        "total": page.paginator.count,
        "entries": [_entry(item, highlighter) for item in page],
        "facets": [
            (facet, urlencode({"q": query} | ({"type": facet.name} if facet.name else {})))
            for facet in findings.facets
        ],
        "chosen_facet": chosen,
        "is_loose": findings.is_loose,
        "querystring": f"{urlencode(parameters)}&",
    }


def _entry(page, highlighter: Highlighter) -> dict[str, object]:
    texts = getattr(page, "search_texts", {})
    body = " ".join(text for name, text in texts.items() if name != "title")
    return {
        "page": page,
        "kind": getattr(page, "search_kind", ""),
        "title": highlighter.mark(page.title),
        "excerpt": highlighter.excerpt(body or page.search_description),
    }

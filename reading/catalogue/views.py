"""Public pages about books."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.listing import paginate
from reading import queries
from reading.models import ReadingLogPage, WorkKind


@require_safe
def book_index(request: HttpRequest) -> HttpResponse:
    """The catalogue, by kind: ``/reading/books/?kind=classic``."""
    works = queries.catalogue()
    kind = request.GET.get("kind", "")
    if kind in WorkKind.values:
        works = works.filter(kind=kind)
    counts = queries.kinds_with_counts()
    page, querystring = paginate(request, works, size=24)
    return render(
        request,
        "reading/book_index.html",
        {
            "page_obj": page,
            "querystring": querystring,
            "kind": kind,
            "kinds": [(value, label, counts.get(value, 0)) for value, label in WorkKind.choices],
            "breadcrumbs": queries.above_books(request),
            "page_title": "书目",
            "page_description": "书房计划的书目：教育名著、学科专著和教育之外的书。",
        },
    )


@require_safe
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """One book with the lists that name it and the logs about it."""
    work = get_object_or_404(queries.catalogue(), pk=pk)
    logs, querystring = paginate(request, queries.public_logs(work))
    return render(
        request,
        "reading/book.html",
        {
            "work": work,
            "slot": ReadingLogPage.Slot(work.kind).label,
            "book_lists": queries.lists_naming(work, most=6),
            "page_obj": logs,
            "querystring": querystring,
            "breadcrumbs": [
                *queries.above_books(request),
                {"title": "书目", "url": reverse("reading:books")},
            ],
            "page_title": work.title,
            "page_description": f"{work}：介绍、书单和老师们的读书笔记。",
        },
    )

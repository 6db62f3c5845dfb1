"""Public pages about books, and the page on which a missing one is written down."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from editorial.desk.access import for_authors
from editorial.desk.menu import desk_menu
from editorial.errors import NotPossible
from people.roles import Role, has_role
from portal.listing import paginate
from reading import queries
from reading.catalogue.actions import propose_work
from reading.catalogue.forms import ProposalForm, SearchForm
from reading.catalogue.queries import (
    events_about,
    kinds_for,
    lists_with,
    logs_about,
    narrowed,
    number_of_readers,
    quotations_from,
    subject_of,
)
from reading.catalogue.structured import book_data
from reading.choices import WorkKind
from reading.models import Work

SHELF_SIZE = 24


@require_safe
def book_index(request: HttpRequest) -> HttpResponse:
    """The catalogue: ``/reading/books/?kind=classic&q=苏霍姆林斯基``."""
    form = SearchForm(request.GET)
    kind, words = form.chosen_kind, form.words
    works = queries.catalogue()
    counts = queries.kinds_with_counts()
    if kind:
        works = works.filter(kind=kind)
    if words:
        works = narrowed(works, words)
    page, querystring = paginate(request, works, size=SHELF_SIZE)
    return render(
        request,
        "reading/book_index.html",
        {
            "page_obj": page,
            "querystring": querystring,
            "kind": kind,
            "words": words,
            "kinds": [(value, label, counts.get(value, 0)) for value, label in WorkKind.choices],
            "breadcrumbs": queries.above_books(request),
            "page_title": "书目",
            "page_description": "书房计划的书目：教育名著、学科专著和教育之外的书。",
        },
    )


@require_safe
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """One book with what people of the district did with it.

    The address of a merged book leads on to the one that it became; a proposed one is shown to
    its proposers and to editors.
    """
    work = Work.objects.select_related("cover").prefetch_related("editions").filter(pk=pk).first()
    if work is None:
        raise Http404("目录里没有这本书。")
    if work.merged_into_id:
        address = reverse("reading:book", args=[work.merged_into_id])
        return HttpResponsePermanentRedirect(address)
    if not work.is_public and not _may_see_waiting(request, work):
        raise Http404("目录里没有这本书。")
    reader = request.user
    logs, querystring = paginate(request, logs_about(work, reader))
    shown = list(logs)
    context: dict[str, Any] = {
        "work": work,
        "verdict": kinds_for(work, subject_of(reader) if reader.is_authenticated else ""),
        "readers": number_of_readers(work),
        "book_lists": lists_with(work, reader),
        "quotations": quotations_from(shown),
        "events": events_about(work, reader),
        "page_obj": logs,
        "querystring": querystring,
        "breadcrumbs": [
            *queries.above_books(request),
            {"title": "书目", "url": reverse("reading:books")},
        ],
        "page_title": work.title,
        "page_description": work.description[:120] or f"{work}：介绍、书单和老师们的读书笔记。",
        "share_picture": reverse("reading:book_square", args=[work.pk]),
    }
    if work.is_public and not reader.is_authenticated:
        # For search engines, who are nobody: what only the district may read is not among it.
        context["structured"] = book_data(work, shown, request)
    return render(request, "reading/book.html", context)


def _may_see_waiting(request: HttpRequest, work: Work) -> bool:
    if not request.user.is_authenticated:
        return False
    if has_role(request.user, Role.EDITOR, Role.CHIEF_EDITOR):
        return True
    return work.proposals.filter(proposed_by=request.user.pk).exists()


@require_http_methods(["GET", "HEAD", "POST"])
@for_authors
def propose(request: HttpRequest) -> HttpResponse:
    """Write down a book that the catalogue lacks: ``/reading/books/propose/?title=&next=``."""
    if request.method != "POST":
        typed = {name: request.GET.get(name, "")[:120] for name in ("title", "isbn")}
        return _show_proposal(request, ProposalForm(initial=typed))
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return _show_proposal(request, form, status=422)
    try:
        work = propose_work(by=request.user, **form.values)
    except ValidationError as problems:
        _tell(form, problems)
        return _show_proposal(request, form, status=422)
    except NotPossible as refused:
        form.add_error(None, str(refused))
        return _show_proposal(request, form, status=409)
    messages.success(request, proposal_answer(work))
    return redirect(_next_of(request) or work.get_absolute_url())


def proposal_answer(work: Work) -> str:
    """Return what a proposer is told: that the book waits, or that it was there already."""
    if work.is_public:
        return f"目录里已经有这本书：{work}{work.authors}。"
    return f"{work}已经补上，您现在就可以用；编辑确认后大家都能看到。"


def _tell(form: ProposalForm, problems: ValidationError) -> None:
    for name, texts in problems.message_dict.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)


def _next_of(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else ""


def _show_proposal(request: HttpRequest, form: ProposalForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "next": request.POST.get("next", request.GET.get("next", "")),
        "page_title": "补一本书",
        "desk_menu": desk_menu(request),
    }
    return render(request, "reading/book_propose.html", context, status=status)

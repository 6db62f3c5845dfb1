"""The dossier as its host writes it, and as host and office read and print it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from editorial.desk.access import for_authors, refusal, take_kept
from editorial.printing import pdf_of, printing_problem
from workshops.access import is_office
from workshops.choices import WRITABLE
from workshops.dossier import actions, queries, rules
from workshops.dossier.forms import BeginForm, SelfAssessmentForm
from workshops.models import Dossier
from workshops.queries import place_for
from workshops.shown import METHODS, done, hosted, shown

TEMPLATE = "workshops/dossier_paper.html"
STYLES = ["editorial/paper.css", "editorial/sheet.css", "workshops/css/dossier.css"]


@METHODS
@for_authors
def dossiers(request: HttpRequest, pk: int) -> HttpResponse:
    """The years with their dossiers; a POST opens one. Queries: constant."""
    place = hosted(request, pk)
    if request.method == "POST":
        form = BeginForm(request.POST)
        if not form.is_valid():
            raise Http404("没有这个年度。")
        made = actions.begin_dossier(
            workshop_id=pk, by=request.user, year_id=form.cleaned_data["year"].pk
        )
        return redirect("workshops:dossier", pk=pk, year_id=made.year_id)
    present = queries.dossiers_of(place.workshop)
    years = [(year, present.get(year.pk)) for year in queries.begun_years()]
    context = {
        "place": place,
        "workshop": place.workshop,
        "years": years,
        "page_title": "年度档案",
    }
    return shown(request, "dossiers", context)


def readable_dossier(request: HttpRequest, pk: int, year_id: int) -> tuple[Dossier, bool]:
    """Return a dossier for its host, or for the office once it was handed in.

    Returns:
        the dossier, and whether the reader is its host.

    Raises:
        Http404: others, members of the workshop among them.
    """
    place = place_for(request.user, pk)
    found = queries.with_parts().filter(workshop=pk, year=year_id).first()
    if found is None:
        raise Http404("没有这份档案。")
    is_seen = is_office(request.user) and found.handed_in_at is not None
    if not (place.is_host or is_seen):
        raise Http404("没有这份档案。")
    return found, place.is_host


@METHODS
@for_authors
def dossier(request: HttpRequest, pk: int, year_id: int) -> HttpResponse:
    """What happened and what is said of it; the host writes while it is open."""
    found, is_host = readable_dossier(request, pk, year_id)
    answers = queries.answers_of(found)
    may_write = is_host and found.state in WRITABLE
    form = None
    if may_write:
        data = request.POST or take_kept(request) or None
        form = SelfAssessmentForm.of(found.summary, answers, data)
        if request.method == "POST" and _stored(request, found, form):
            return _after(request, found)
    elif request.method == "POST":
        hosted(request, pk)
        return refusal(request, rules.may_write(found.state).reason, 409)
    context = _context(found, answers, request) | {
        "form": form,
        "is_host": is_host,
        "may_assess": is_office(request.user) and bool(rules.may_assess(found.state)),
        "can_print": not printing_problem(),
        "page_title": f"{found.year}档案",
    }
    is_refused = request.method == "POST"
    return shown(request, "dossier", context, status=422 if is_refused else 200)


def _stored(request: HttpRequest, found: Dossier, form: SelfAssessmentForm) -> bool:
    return form.is_valid() and done(
        form,
        actions.write_dossier,
        dossier_id=found.pk,
        by=request.user,
        summary=form.cleaned_data["summary"],
        said=form.said,
    )


def _after(request: HttpRequest, found: Dossier) -> HttpResponse:
    """Save, or save and hand in, by the button that was pressed."""
    if request.POST.get("action") == "hand_in":
        actions.hand_in(dossier_id=found.pk, by=request.user)
        messages.success(request, "档案已经交了，评议的结果会通知您。")
    else:
        messages.success(request, "已经保存，还没有交。")
    return redirect("workshops:dossier", pk=found.workshop_id, year_id=found.year_id)


def _context(found: Dossier, answers: list[Any], request: HttpRequest) -> dict[str, Any]:
    handed_in = timezone.localdate(found.handed_in_at) if found.handed_in_at else None
    return {
        "dossier": found,
        "workshop": found.workshop,
        "answers": answers,
        "record": queries.shown_record(found, request.user),
        "steps": list(found.steps.select_related("by")),
        "is_late": handed_in is not None and rules.is_late(handed_in, found.year.due_on),
        "made_on": timezone.localdate(),
    }


@require_safe
@for_authors
def paper(request: HttpRequest, pk: int, year_id: int) -> HttpResponse:
    """The same for the printer."""
    found, _ = readable_dossier(request, pk, year_id)
    context = _context(found, queries.answers_of(found), request)
    return render(request, TEMPLATE, context | {"can_print": not printing_problem()})


@require_safe
@for_authors
def paper_pdf(request: HttpRequest, pk: int, year_id: int) -> HttpResponse:
    """The same as PDF; says why where there can be none."""
    found, _ = readable_dossier(request, pk, year_id)
    if problem := printing_problem():
        return refusal(request, problem, 503)
    context = _context(found, queries.answers_of(found), request)
    name = f"{found.workshop.title}{found.year}档案.pdf"
    return HttpResponse(
        pdf_of(TEMPLATE, context | {"is_pdf": True}, styles=STYLES),
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(False, name)},
    )

"""The office's side: all dossiers of a year, and the assessment of one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from editorial.desk.access import for_authors
from people.roles import has_role
from portal.listing import paginate
from workshops.access import KEEPERS, OFFICE, require_office
from workshops.dossier import actions, queries, rules
from workshops.dossier.forms import AssessmentForm, ReturnForm
from workshops.membership import naming
from workshops.membership.forms import ConsentForm
from workshops.membership.queries import to_be_named
from workshops.models import Dossier, Membership
from workshops.room_forms import YearChoice
from workshops.shown import METHODS, done, shown

MOST_ON_A_PAGE = 50


def for_office(request: HttpRequest) -> None:
    """Let the office through; to others there is no such page.

    Raises:
        Http404: ``request.user`` neither assesses nor keeps consents.
    """
    if not has_role(request.user, *OFFICE, *KEEPERS):
        raise Http404("没有这一页。")


@require_safe
@for_authors
def office(request: HttpRequest) -> HttpResponse:
    """The workshops with their dossier of a year, what waits first. Queries: constant."""
    for_office(request)
    years = queries.begun_years()
    choice = YearChoice(request.GET)
    chosen = choice.cleaned_data["year"] if choice.is_valid() else None
    year = chosen or queries.year_to_assess(years)
    is_assessing = has_role(request.user, *OFFICE)
    lines = queries.office_list(year, request.user) if year and is_assessing else []
    page_obj, querystring = paginate(request, lines, MOST_ON_A_PAGE)
    context: dict[str, Any] = {
        "years": years,
        "year": year,
        "page_obj": page_obj,
        "querystring": querystring,
        "is_assessing": is_assessing,
        "keeps_consents": has_role(request.user, *KEEPERS),
        "page_title": "工作坊评议",
    }
    if context["keeps_consents"]:
        context["unnamed"] = to_be_named()
    return shown(request, "office", context)


@METHODS
@for_authors
def assess(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Assess a dossier, or return it with a sentence."""
    found = _waiting(request, dossier_id)
    require_office(request.user, found.workshop)
    answers = queries.answers_of(found)
    is_return = request.POST.get("action") == "return"
    data = request.POST or None
    form = AssessmentForm.of(answers, None if is_return else data)
    return_form = ReturnForm(data if is_return else None)
    if request.method == "POST" and _acted(request, found, form, return_form, is_return):
        return redirect("workshops:office")
    context = {
        "dossier": found,
        "workshop": found.workshop,
        "form": form,
        "return_form": return_form,
        "record": queries.shown_record(found, request.user),
        "answer": rules.may_assess(found.state),
        "steps": list(found.steps.select_related("by")),
        "page_title": f"评议：{found.workshop.title}",
    }
    return shown(request, "assess", context, status=422 if request.method == "POST" else 200)


def _acted(
    request: HttpRequest,
    found: Dossier,
    form: AssessmentForm,
    return_form: ReturnForm,
    is_return: bool,
) -> bool:
    if is_return:
        if not (
            return_form.is_valid()
            and done(
                return_form,
                actions.return_dossier,
                dossier_id=found.pk,
                by=request.user,
                **return_form.cleaned_data,
            )
        ):
            return False
        messages.success(request, "已经退回，主持人会看到您写的话。")
        return True
    if not (
        form.is_valid()
        and done(
            form,
            actions.assess,
            dossier_id=found.pk,
            by=request.user,
            opinion=form.cleaned_data["opinion"],
            said=form.said,
        )
    ):
        return False
    messages.success(request, "评议已经保存，主持人会收到通知。")
    return True


def _waiting(request: HttpRequest, dossier_id: int) -> Dossier:
    for_office(request)
    found = queries.with_parts().filter(pk=dossier_id).first()
    if found is None or found.handed_in_at is None:
        raise Http404("没有这份档案。")
    return found


@METHODS
@for_authors
def consent(request: HttpRequest, member_id: int) -> HttpResponse:
    """Record that somebody without account agreed to be named."""
    if not has_role(request.user, *KEEPERS):
        raise Http404("没有这一页。")
    rows = Membership.objects.active().filter(user=None).select_related("workshop")
    member = rows.filter(pk=member_id).first()
    if member is None:
        raise Http404("没有这条成员记录。")
    form = ConsentForm(request.POST or None, initial={"given_on": member.told_agreed_on})
    if form.is_valid() and done(
        form,
        naming.name_outsider,
        membership_id=member_id,
        by=request.user,
        given_on=form.cleaned_data["given_on"],
    ):
        messages.success(request, f"{member.name}的同意已经登记，公开页面会显示姓名。")
        return redirect("workshops:office")
    context = {"member": member, "form": form, "page_title": "登记同意"}
    return shown(request, "consent", context, status=422 if form.errors else 200)

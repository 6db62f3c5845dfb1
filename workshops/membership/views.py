"""Coming in and going out: what every teacher does for themselves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from editorial.desk.access import for_authors, take_kept
from editorial.errors import NotPossible
from workshops.membership import actions, naming, rules
from workshops.membership.forms import RequestForm
from workshops.models import Membership
from workshops.queries import hosted_workshops, own_memberships, place_for
from workshops.shown import METHODS, shown

ANSWERS = {"accept": actions.accept_invitation, "decline": actions.decline_invitation}


@require_safe
@for_authors
def mine(request: HttpRequest) -> HttpResponse:
    """The workshops to which one belongs, invitations first. Queries: constant."""
    context = {
        "hosted": hosted_workshops(request.user),
        "memberships": own_memberships(request.user),
        "page_title": "我的工作坊",
    }
    return shown(request, "mine", context)


@METHODS
@for_authors
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to be let in."""
    place = place_for(request.user, pk)
    if place.is_inside:
        return redirect("workshops:room", pk=pk)
    standing = rules.Standing(
        state=place.membership.state if place.membership else "",
        is_teacher=request.user.unit is not None,
        is_host=place.workshop.host_id == request.user.pk,
    )
    answer = rules.may_request(standing, accepts_requests=place.workshop.accepts_requests)
    form = RequestForm(request.POST or take_kept(request) or None)
    if request.method == "POST":
        form = RequestForm(request.POST)
        if form.is_valid():
            actions.request_to_join(workshop_id=pk, by=request.user, **form.cleaned_data)
            messages.success(request, "申请已经送到主持人那里，有答复会通知您。")
            return redirect("workshops:mine")
    context = {
        "place": place,
        "workshop": place.workshop,
        "answer": answer,
        "form": form,
        "page_title": "申请加入",
    }
    return shown(request, "join", context, status=422 if form.errors else 200)


@require_POST
@for_authors
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes or no to an invitation, or take an own request back."""
    member = _own(request, pk)
    verb = request.POST.get("do", "")
    if verb == "take_back":
        actions.take_back(membership_id=member.pk, by=request.user)
        messages.success(request, "申请已经收回。")
        return redirect("workshops:mine")
    if verb not in ANSWERS:
        raise NotPossible("请选择接受或不接受。")
    ANSWERS[verb](membership_id=member.pk, by=request.user)
    if verb == "accept":
        messages.success(request, "您已加入。姓名要不要出现在公开页面上，由您决定。")
        return redirect("workshops:room", pk=pk)
    messages.success(request, "已经答复主持人。")
    return redirect("workshops:mine")


def _own(request: HttpRequest, pk: int) -> Membership:
    place = place_for(request.user, pk)
    if place.membership is None:
        raise NotPossible("这条邀请或申请已经处理过了。")
    return place.membership


@require_POST
@for_authors
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Belong no longer."""
    place_for(request.user, pk)
    actions.leave(workshop_id=pk, by=request.user)
    messages.success(request, "您已退出工作坊，公开页面上也不再有您的姓名。")
    return redirect("workshops:mine")


@require_POST
@for_authors
def name(request: HttpRequest, pk: int) -> HttpResponse:
    """Be named on the public page, or no longer."""
    place_for(request.user, pk)
    if request.POST.get("show") == "yes":
        naming.show_name(workshop_id=pk, by=request.user)
        messages.success(request, "公开页面上会显示您的姓名和单位，随时可以撤回。")
    else:
        naming.hide_name(workshop_id=pk, by=request.user)
        messages.success(request, "公开页面上不再显示您的姓名。")
    return redirect("workshops:room", pk=pk)

"""Who belongs: what the host decides."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from editorial.desk.access import for_authors
from editorial.forms.picking import LONGEST_QUERY
from editorial.workbooks import XLSX, Table, new_book, saved
from portal.listing import paginate
from workshops.choices import MemberState
from workshops.membership import actions, queries
from workshops.membership.forms import (
    ApprovalForm,
    DeclineForm,
    InviteForm,
    MemberForm,
    OutsiderForm,
    RemovalForm,
)
from workshops.models import Membership
from workshops.queries import Place
from workshops.shown import METHODS, done, hosted, shown


@require_safe
@for_authors
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """Requests first, then invitations, members, and who has left. Queries: constant."""
    return _show_members(request, hosted(request, pk))


def _show_members(
    request: HttpRequest,
    place: Place,
    refused: Membership | None = None,
    decline_form: DeclineForm | None = None,
) -> HttpResponse:
    requests, invitations = queries.waiting_in(place.workshop)
    former, querystring = paginate(request, queries.former_members(place.workshop))
    context = {
        "place": place,
        "workshop": place.workshop,
        "requests": requests,
        "invitations": invitations,
        "members": queries.members_of(place.workshop),
        "page_obj": former,
        "querystring": querystring,
        "approval_form": ApprovalForm(),
        "decline_form": DeclineForm(),
        "refused": refused,
        "refused_form": decline_form,
        "page_title": "成员",
    }
    return shown(request, "members", context, status=422 if decline_form else 200)


@METHODS
@for_authors
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for a teacher, then ask. Queries: constant."""
    place = hosted(request, pk)
    query = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    form = InviteForm(request.POST or None)
    if request.method == "POST":
        form = InviteForm(request.POST)
        query = request.POST.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
        if form.is_valid():
            values = dict(form.cleaned_data)
            user_id = values.pop("user")
            if done(
                form,
                actions.invite,
                workshop_id=pk,
                by=request.user,
                user_id=user_id,
                **values,
            ):
                messages.success(request, "邀请已经发出，等对方答复。")
                return redirect("workshops:members", pk=pk)
    context = {
        "place": place,
        "workshop": place.workshop,
        "query": query,
        "found": queries.teachers_like(query),
        "form": form,
        "chosen": str(form.data.get("user", "")) if form.is_bound else "",
        "page_title": "邀请老师",
    }
    return shown(request, "invite", context, status=422 if form.errors else 200)


@METHODS
@for_authors
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter somebody without an account."""
    place = hosted(request, pk)
    form = OutsiderForm(request.POST or None)
    if form.is_valid() and done(
        form, actions.enter_outsider, workshop_id=pk, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "已经登记。")
        return redirect("workshops:members", pk=pk)
    context = {
        "place": place,
        "workshop": place.workshop,
        "form": form,
        "lede": "外地导师这样没有账号的人，由您登记。有账号的老师请用“邀请”。",
        "button": "登记",
        "back": "members",
        "page_title": "登记坊外人员",
    }
    return shown(request, "form", context, status=422 if form.errors else 200)


@METHODS
@for_authors
def member(request: HttpRequest, pk: int, member_id: int) -> HttpResponse:
    """What a member is, and since when."""
    place = hosted(request, pk)
    found = _member(place, member_id)
    initial = {"role": found.role, "duty": found.duty, "joined_on": found.joined_on}
    form = MemberForm(request.POST or None, initial=initial)
    if form.is_valid() and done(
        form, actions.change_member, membership_id=member_id, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "已经保存。")
        return redirect("workshops:members", pk=pk)
    context = {
        "place": place,
        "workshop": place.workshop,
        "member": found,
        "form": form,
        "button": "保存",
        "back": "members",
        "page_title": found.shown_name,
    }
    return shown(request, "form", context, status=422 if form.errors else 200)


@METHODS
@for_authors
def remove(request: HttpRequest, pk: int, member_id: int) -> HttpResponse:
    """End a stay, with a reason."""
    place = hosted(request, pk)
    found = _member(place, member_id)
    form = RemovalForm(request.POST or None)
    if form.is_valid() and done(
        form, actions.remove, membership_id=member_id, by=request.user, **form.cleaned_data
    ):
        messages.success(request, f"{found.shown_name}的成员身份已经结束。")
        return redirect("workshops:members", pk=pk)
    context = {
        "place": place,
        "workshop": place.workshop,
        "member": found,
        "form": form,
        "button": "结束成员身份",
        "back": "members",
        "page_title": f"结束{found.shown_name}的成员身份",
    }
    return shown(request, "form", context, status=422 if form.errors else 200)


@require_POST
@for_authors
def decide(request: HttpRequest, pk: int, member_id: int) -> HttpResponse:
    """Let in or not; or take an invitation back."""
    place = hosted(request, pk)
    waiting = (MemberState.REQUESTED, MemberState.INVITED, MemberState.ACTIVE)
    found = _member(place, member_id, waiting)
    verb = request.POST.get("do", "")
    if verb == "take_back":
        actions.take_back(membership_id=member_id, by=request.user)
        messages.success(request, "邀请已经收回。")
    elif verb == "approve":
        form = ApprovalForm(request.POST)
        role = form.cleaned_data["role"] if form.is_valid() else ""
        if not role:
            raise Http404("没有这种身份。")
        actions.approve_request(membership_id=member_id, by=request.user, role=role)
        messages.success(request, f"{found.shown_name}已经加入。")
    else:
        decline = DeclineForm(request.POST)
        if not decline.is_valid():
            return _show_members(request, place, found, decline)
        actions.decline_request(
            membership_id=member_id, by=request.user, reason=decline.cleaned_data["reason"]
        )
        messages.success(request, "已经答复，申请的老师会看到理由。")
    return redirect("workshops:members", pk=pk)


@require_safe
@for_authors
def members_xlsx(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The members as a table; who took it is noted."""
    place = hosted(request, pk)
    found = queries.members_of(place.workshop)
    actions.note_export(workshop=place.workshop, by=request.user, members=found)
    book = new_book()
    columns = [("姓名", 12), ("单位", 30), ("身份", 8), ("分工", 16), ("加入日期", 12)]
    Table(book, "成员", columns).write(
        (
            each.shown_name,
            each.shown_unit,
            str(each.get_role_display()),
            each.duty,
            each.joined_on.isoformat() if each.joined_on else "",
        )
        for each in found
    )
    day = timezone.localdate().isoformat()
    name = f"{place.workshop.title}成员-{day}.xlsx"
    return FileResponse(saved(book), as_attachment=True, filename=name, content_type=XLSX)


def _member(
    place: Place, member_id: int, states: tuple[str, ...] = (MemberState.ACTIVE,)
) -> Membership:
    rows = Membership.objects.filter(workshop=place.workshop.pk, state__in=states)
    found = rows.with_people().filter(pk=member_id).first()
    if found is None:
        raise Http404("没有这条成员记录。")
    return found

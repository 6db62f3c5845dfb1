"""Keeping the door: what the hosts of an event do."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from editorial.desk.access import for_authors
from editorial.errors import NotPossible
from editorial.forms.picking import number
from forums.attendance import actions, queries, rules, tokens
from forums.attendance.access import page_for_host, session_for_host
from forums.attendance.forms import CodesForm, HostForm, TicketForm, WalkInsForm
from forums.attendance.showing import done, status_of
from forums.models import AttendanceSettings, EventSession, slot_of
from forums.qr import drawing
from forums.registration.queries import organises
from forums.web import METHODS, sent, shown
from portal.addresses import absolute
from portal.listing import paginate

# So many minutes of codes lie ready on the host's screen, should the network go.
AHEAD_MINUTES = 15


@require_safe
@for_authors
def sessions(request: HttpRequest) -> HttpResponse:
    """The sessions whose door one keeps. Queries: constant."""
    is_past = bool(request.GET.get("past"))
    found = queries.hosted_sessions(request.user, is_past=is_past)
    page, querystring = paginate(request, found)
    context = {
        "page_obj": page,
        "querystring": querystring,
        "is_past": is_past,
        "now": timezone.now(),
        "page_title": "签到管理",
    }
    return shown(request, "attendance/sessions", context)


@require_safe
@for_authors
def event(request: HttpRequest, page_id: int) -> HttpResponse:
    """One event: its sessions, its hosts, what happens to those without a place."""
    page = page_for_host(request.user, page_id)
    return _event(request, page)


def _event(request: HttpRequest, page: Any, form: HostForm | None = None) -> HttpResponse:
    found = queries.hosted_sessions_of(page)
    context = {
        "event": page,
        "sessions": found,
        "hosts": list(page.hosts.select_related("user__teacher_profile__unit")),
        "is_organiser": organises(request.user, page),
        "host_form": form or HostForm(),
        "walk_in_form": WalkInsForm(initial={"walk_ins": queries.walk_ins_of(page.pk)}),
        "takes_registrations": queries.takes_registrations(page.pk),
        "now": timezone.now(),
        "page_title": f"签到：{page.title}",
    }
    return shown(request, "attendance/event", context, status_of(context["host_form"]))


@require_POST
@for_authors
def host_add(request: HttpRequest, page_id: int) -> HttpResponse:
    """Name somebody who keeps the door."""
    page = page_for_host(request.user, page_id, organiser=True)
    form = HostForm(request.POST)
    if form.is_valid() and done(
        form, actions.add_host, page_id=page_id, by=request.user, **form.cleaned_data
    ):
        return redirect("attendance:event", page_id=page_id)
    return _event(request, page, form)


@require_POST
@for_authors
def host_remove(request: HttpRequest, page_id: int, user_id: int) -> HttpResponse:
    """Let somebody keep the door no longer."""
    actions.remove_host(page_id=page_id, by=request.user, user_id=user_id)
    return redirect("attendance:event", page_id=page_id)


@require_POST
@for_authors
def walk_ins(request: HttpRequest, page_id: int) -> HttpResponse:
    """What happens to those without a place."""
    page = page_for_host(request.user, page_id, organiser=True)
    form = WalkInsForm(request.POST)
    if form.is_valid():
        actions.set_walk_ins(page_id=page_id, by=request.user, **form.cleaned_data)
        messages.success(request, "已保存。")
        return redirect("attendance:event", page_id=page.pk)
    raise NotPossible("请从列出的选项里选一项。")


@METHODS
@for_authors
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody of a session; a POST marks those who are ticked. Queries: constant."""
    found = session_for_host(request.user, pk)
    status = 200
    problem = ""
    if request.method == "POST":
        ids = [each for value in request.POST.getlist("people") if (each := number(value))]
        problem = _mark(request, pk, ids)
        if not problem:
            return redirect("attendance:session", pk=pk)
        status = 422
    figures = AttendanceSettings.load().figures
    slot, now = slot_of(found), timezone.now()
    context = {
        "session": found,
        "roster": queries.roster_of(found, figures.grace_minutes),
        "problem": problem,
        "begun": rules.has_begun(now, slot, figures),
        "door": rules.may_open_door(now, slot, figures),
        "photos": queries.photos_of(found),
        "page_title": f"{found.page.title}·{found.title}",
    }
    return shown(request, "attendance/session", context, status)


def _mark(request: HttpRequest, pk: int, ids: list[int]) -> str:
    """Mark people; returns what is wrong with that."""
    try:
        made = actions.mark(session_id=pk, by=request.user, user_ids=ids)
    except ValidationError as error:
        return "".join(error.messages)
    messages.success(request, f"已登记 {len(made)} 人到场。")
    return ""


@METHODS
@for_authors
def codes(request: HttpRequest, pk: int) -> HttpResponse:
    """Many codes of the printed sheet at once."""
    found = session_for_host(request.user, pk)
    form = CodesForm(sent(request))
    result = None
    if form.is_valid():
        result = actions.mark_codes(
            session_id=pk, by=request.user, codes=form.cleaned_data["codes"]
        )
        if not result.wrong:
            known = f"，另有 {result.known} 人先前已登记" if result.known else ""
            messages.success(request, f"已登记 {len(result.made)} 人到场{known}。")
            return redirect("attendance:session", pk=pk)
        # What was right is done; what was wrong stays to be put right.
        form = CodesForm(initial={"codes": "\n".join(code for code, _ in result.wrong)})
    context = {"session": found, "form": form, "result": result, "page_title": "按签到表登记"}
    return shown(request, "attendance/codes", context, 422 if result else status_of(form))


@require_safe
@for_authors
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """The code for the hall, in large; without scripts the page loads itself anew."""
    found = session_for_host(request.user, pk)
    figures = AttendanceSettings.load().figures
    now = timezone.now()
    if not (may := rules.may_open_door(now, slot_of(found), figures)):
        raise NotPossible(may.reason)
    context = {
        "session": found,
        "now": _shown_code(found, tokens.step_start(now, figures.step_seconds)),
        "step_seconds": figures.step_seconds,
        "present": found.attendances.present().count(),
        "page_title": f"签到码：{found.page.title}",
    }
    return shown(request, "attendance/screen", context)


@require_safe
@for_authors
def screen_codes(request: HttpRequest, pk: int) -> HttpResponse:
    """The codes of the next minutes, each with the moment from which it is shown."""
    found = session_for_host(request.user, pk)
    figures = AttendanceSettings.load().figures
    now, slot = timezone.now(), slot_of(found)
    if not (may := rules.may_open_door(now, slot, figures)):
        raise NotPossible(may.reason)
    step = timedelta(seconds=figures.step_seconds)
    first = tokens.step_start(now, figures.step_seconds)
    until = min(now + timedelta(minutes=AHEAD_MINUTES), rules.door_closes(slot, figures))
    moments = [first + n * step for n in range(1 + int((until - first) / step))]
    return JsonResponse(
        {
            "now": now.timestamp(),
            "step": figures.step_seconds,
            "present": found.attendances.present().count(),
            "codes": [_shown_code(found, moment) for moment in moments],
        }
    )


def _shown_code(found: EventSession, shown_at: Any) -> dict[str, Any]:
    token = tokens.screen_token(found.pk, shown_at)
    address = absolute(reverse("checkin:scan", args=[token]))
    digits = tokens.typed_code(found.pk, shown_at)
    return {
        "from": int(shown_at.timestamp()),
        "drawing": drawing(address, title="签到码"),
        "digits": f"{digits[:3]} {digits[3:]}",
    }


@METHODS
@for_authors
def door(request: HttpRequest, pk: int) -> HttpResponse:
    """Tickets at the door: scanned or typed, one after the other."""
    found = session_for_host(request.user, pk)
    form = TicketForm(sent(request))
    if form.is_valid():
        try:
            made = actions.mark_ticket(session_id=pk, by=request.user, **form.cleaned_data)
        except NotPossible as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, f"{made.user.name}，已登记到场。")
            return redirect("attendance:door", pk=pk)
    context = {"session": found, "form": form, "page_title": "扫入场码"}
    return shown(request, "attendance/door", context, status_of(form))


@require_POST
@for_authors
def door_proofs(request: HttpRequest, pk: int) -> HttpResponse:
    """A ticket that a host's phone kept; the same twice is the same. Answers as for ``proofs``."""
    form = TicketForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"message": "请扫码或输入入场码。"}, status=422)
    try:
        made = actions.mark_ticket(session_id=pk, by=request.user, **form.cleaned_data)
    except NotPossible as refused:
        return JsonResponse({"message": str(refused)}, status=409)
    unit = f"（{made.unit.name}）" if made.unit else ""
    return JsonResponse({"message": f"{made.user.name}{unit}，已登记到场", "is_late": made.is_late})


@METHODS
@for_authors
def ticket(request: HttpRequest, code: str) -> HttpResponse:
    """What a teacher's ticket leads a host's scanner to: who it is, and one button a session."""
    page_id = number(code.partition("-")[0])
    if page_id is None:
        raise Http404("没有这个入场码。")
    page = page_for_host(request.user, page_id)
    figures = AttendanceSettings.load().figures
    now = timezone.now()
    found = [
        each
        for each in queries.hosted_sessions_of(page)
        if each.starts_at and each.ends_at and rules.may_open_door(now, slot_of(each), figures)
    ]
    if not found:
        raise NotPossible("这场活动现在没有正在签到的场次。")
    if request.method == "POST":
        chosen = number(request.POST.get("session", ""))
        made = actions.mark_ticket(session_id=chosen or found[0].pk, by=request.user, text=code)
        messages.success(request, f"{made.user.name}，已登记到场。")
        return redirect("attendance:door", pk=made.session_id)
    person = actions.ticket_holder(session=found[0], text=code)
    context = {
        "event": page,
        "sessions": found,
        "person": person,
        "is_registered": queries.has_place(person, page.pk),
        "takes_registrations": queries.takes_registrations(page.pk),
        "page_title": "登记到场",
    }
    return shown(request, "attendance/ticket", context)

"""The organiser's desk."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from editorial.desk.access import for_authors
from editorial.desk.writing import token_from
from editorial.errors import NotPossible
from forums.models import Admission, ForumEventPage, ForumSettings
from forums.organising import following, queries
from forums.organising.access import led_event
from forums.organising.exporting import export_list
from forums.organising.forms import DecideForm, ExportForm, Settings
from forums.registration import actions
from forums.registration.forms import ReasonForm
from forums.registration.queries import admission_of, organised_by, phase_of, seats_of
from forums.web import METHODS, exported, sent, shown
from portal.listing import paginate

ON_A_PAGE = 50


@require_safe
@for_authors
def organised(request: HttpRequest) -> HttpResponse:
    """我主办的: all events that somebody runs. Queries: constant."""
    events = organised_by(request.user).select_related("admission")
    page, querystring = paginate(request, events)
    context = {
        "page_obj": page,
        "events": queries.with_counts(list(page.object_list)),
        "querystring": querystring,
        "page_title": "我主办的活动",
    }
    return shown(request, "organising/organised", context)


@require_safe
@for_authors
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """One event: numbers, the list, what can be done. Queries: constant."""
    page = led_event(request, pk)
    admission = admission_of(page)
    chosen = request.GET.get("state", "")
    rows, querystring = paginate(request, queries.registrations_of(page, chosen), ON_A_PAGE)
    context = {
        "page": page,
        "admission": admission,
        "phase": phase_of(page, admission),
        "seats": seats_of(admission) if admission else None,
        "numbers": queries.numbers_of(page),
        "filters": queries.FILTERS,
        "chosen": chosen,
        "page_obj": rows,
        "querystring": querystring,
        "changes": queries.latest_changes(page),
        "export_form": ExportForm(),
        "token": uuid.uuid4(),
        "is_author": page.owner_id == request.user.pk,
        "has_begun": page.starts_at is not None and page.starts_at <= timezone.now(),
        "page_title": page.title,
    }
    return shown(request, "organising/desk", context)


@METHODS
@for_authors
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Set registration up."""
    page = led_event(request, pk)
    admission = admission_of(page) or _new(page)
    if admission.state == Admission.State.CALLED_OFF:
        raise NotPossible("活动已经取消，报名不能再改。")
    parts = Settings(admission, sent(request))
    if request.method == "POST" and parts.is_valid() and _set(parts, request, pk):
        messages.success(request, "报名设置已经保存。")
        return redirect("events:desk", pk=pk)
    context = {"page": page, "parts": parts, "page_title": "报名设置"}
    return shown(request, "organising/settings", context, status=422 if parts.has_errors else 200)


def _new(page: ForumEventPage) -> Admission:
    figures = ForumSettings.load()
    return Admission(
        page=page,
        offer_hours=figures.offer_hours,
        confirm_hours_before=figures.confirm_hours_before,
    )


def _set(parts: Settings, request: HttpRequest, pk: int) -> bool:
    try:
        actions.set_admission(
            page_id=pk,
            by=request.user,
            values=parts.form.cleaned_data,
            kept=parts.kept.kept,
            questions=parts.questions.asked,
        )
    except ValidationError as error:
        parts.add_errors(error.message_dict)
        return False
    return True


@METHODS
@for_authors
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who wait for the organiser's word: let in, or not."""
    page = led_event(request, pk)
    pending = queries.pending_of(page)
    form = DecideForm(sent(request), pending=[row.pk for row in pending])
    if form.is_valid() and _decided(form, request, pk):
        return redirect("events:decide", pk=pk)
    context = {"page": page, "pending": pending, "form": form, "page_title": "审核报名"}
    return shown(request, "organising/decide", context, status=422 if form.errors else 200)


def _decided(form: DecideForm, request: HttpRequest, pk: int) -> bool:
    chosen = form.cleaned_data["chosen"]
    if request.POST.get("verdict") == "approve":
        done = actions.approve(page_id=pk, by=request.user, registration_ids=chosen)
        messages.success(request, f"通过了 {len(done)} 人，已经通知他们。")
        return True
    try:
        done = actions.refuse(
            page_id=pk,
            by=request.user,
            registration_ids=chosen,
            reason=form.cleaned_data["reason"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, f"没有通过 {len(done)} 人，理由已经告诉他们。")
    return True


@METHODS
@for_authors
def remove(request: HttpRequest, pk: int, registration_id: int) -> HttpResponse:
    """Cancel somebody's registration, with a reason."""
    page = led_event(request, pk)
    row = queries.registrations_of(page).filter(pk=registration_id).first()
    if row is None:
        raise NotPossible("这条报名已经不在了。")
    form = ReasonForm(sent(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.cancel(registration_id=registration_id, by=request.user, reason=reason)
        messages.success(request, f"取消了{row.user.name}的报名，理由已经告诉本人。")
        return redirect("events:desk", pk=pk)
    context = {
        "page": page,
        "form": form,
        "text": f"{row.user.name}的报名取消以后，名额给后面的老师。",
        "submit": "取消报名",
        "page_title": "取消报名",
    }
    return shown(request, "organising/reason", context, status=422 if form.errors else 200)


@METHODS
@for_authors
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """The event does not take place."""
    page = led_event(request, pk)
    form = ReasonForm(sent(request))
    if form.is_valid():
        told = actions.call_off(page_id=pk, by=request.user, **form.cleaned_data)
        messages.success(request, f"活动已经取消，通知了 {told} 人。")
        return redirect("events:desk", pk=pk)
    context = {
        "page": page,
        "form": form,
        "text": "活动页会写明取消和原因，报了名的老师都会收到通知。取消以后不能再恢复报名。",
        "submit": "取消活动",
        "page_title": "取消活动",
    }
    return shown(request, "organising/reason", context, status=422 if form.errors else 200)


@require_POST
@for_authors
def export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The list as Excel."""
    page = led_event(request, pk)
    return exported(
        request,
        ExportForm(request.POST),
        lambda reason: export_list(page_id=pk, by=request.user, reason=reason),
        name=f"报名名单-{page.title}",
        back=reverse("events:desk", args=[pk]),
    )


@require_POST
@for_authors
def clone(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the next one from this."""
    led_event(request, pk)
    token = token_from(request.POST.get("token"))
    draft = following.clone(page_id=pk, by=request.user, token=token)
    messages.success(request, "新的一份草稿已经建好，时间顺延了 52 周，请核对后送审。")
    return redirect("editorial:edit", pk=draft.pk)


@require_POST
@for_authors
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the report."""
    led_event(request, pk)
    try:
        following.draft_report(page_id=pk, by=request.user)
    except ValidationError as error:
        messages.warning(request, "".join(error.messages))
    else:
        messages.success(request, "报道开了头，时间、地点、人数都已填好，请接着写。")
    return redirect("editorial:edit", pk=pk)

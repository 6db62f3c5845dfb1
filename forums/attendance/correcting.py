"""Single attendances, and the printed sheet with its photos."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from editorial.desk.access import for_authors, refusal
from editorial.printing import MOST_ROWS_IN_PDF, pdf_of, printing_problem
from forums.attendance import actions, queries, tokens
from forums.attendance.access import session_for_host
from forums.attendance.forms import PhotoForm, ReasonForm, StayForm
from forums.attendance.showing import done, status_of
from forums.models import Attendance, AttendanceSettings, EventSession
from forums.web import METHODS, sent, shown

SHEET = "forums/attendance/sheet.html"
STYLES = ["editorial/paper.css", "editorial/sheet.css", "forums/css/sheet.css"]
BLANK_ROWS = 10


@METHODS
@for_authors
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One attendance: from when to when, what proves it, what was done to it."""
    mark = _mark(request, pk)
    form = StayForm(sent(request), initial=_stay(mark))
    if form.is_valid() and done(
        form, actions.set_stay, attendance_id=pk, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "已保存。")
        return redirect("attendance:session", pk=mark.session_id)
    return _person(request, mark, form, ReasonForm())


@require_POST
@for_authors
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """The person was not there."""
    mark = _mark(request, pk)
    form = ReasonForm(request.POST)
    if form.is_valid() and done(
        form, actions.void, attendance_id=pk, by=request.user, **form.cleaned_data
    ):
        messages.success(request, f"{mark.user.name}的签到已作废。")
        return redirect("attendance:session", pk=mark.session_id)
    return _person(request, mark, StayForm(initial=_stay(mark)), form)


@require_POST
@for_authors
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """The person was there after all."""
    mark = actions.restore(attendance_id=pk, by=request.user)
    messages.success(request, f"{mark.user.name}的签到已恢复。")
    return redirect("attendance:session", pk=mark.session_id)


def _person(
    request: HttpRequest, mark: Attendance, form: StayForm, reason: ReasonForm
) -> HttpResponse:
    grace = AttendanceSettings.load().grace_minutes
    start, end = queries.span_of(mark, mark.session, grace)
    context = {
        "attendance": mark,
        "start": start,
        "end": end,
        "changes": list(mark.changes.select_related("by")),
        "form": form,
        "reason_form": reason,
        "page_title": f"{mark.user.name}的签到",
    }
    status = max(status_of(form), status_of(reason))
    return shown(request, "attendance/person", context, status)


def _stay(mark: Attendance) -> dict[str, Any]:
    """Return the stay as the form shows it: to the minute."""
    times = {
        name: moment.replace(second=0, microsecond=0)
        for name in ("arrived_at", "left_at")
        if (moment := getattr(mark, name))
    }
    return times | {"minutes": mark.minutes}


def _mark(request: HttpRequest, pk: int) -> Attendance:
    marks = Attendance.objects.select_related("user__teacher_profile__unit", "unit", "marked_by")
    mark = marks.filter(pk=pk).first()
    if mark is None:
        raise Http404("没有这条签到记录。")
    mark.session = session_for_host(request.user, mark.session_id)
    return mark


@METHODS
@for_authors
def photos(request: HttpRequest, pk: int) -> HttpResponse:
    """Photos of the signed sheet: evidence for hosts and editors."""
    found = session_for_host(request.user, pk)
    form = PhotoForm(sent(request), request.FILES or None)
    if form.is_valid() and done(
        form, actions.add_photo, session_id=pk, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "照片已存好，只有主持人和编辑部看得见。")
        return redirect("attendance:photos", pk=pk)
    context = {
        "session": found,
        "photos": queries.photos_of(found),
        "form": form,
        "page_title": "签到表照片",
    }
    return shown(request, "attendance/photos", context, status_of(form))


@METHODS
@for_authors
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet to print; a POST gives rows to those who have none yet."""
    found = session_for_host(request.user, pk)
    if request.method == "POST":
        actions.number_sheet(session_id=pk, by=request.user)
        return redirect("attendance:sheet", pk=pk)
    return render(request, SHEET, _sheet(found) | {"can_print": not printing_problem()})


@require_safe
@for_authors
def sheet_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as PDF; says why where there can be none."""
    found = session_for_host(request.user, pk)
    context = _sheet(found)
    problem = printing_problem()
    if len(context["rows"]) > MOST_ROWS_IN_PDF:
        problem = f"名单超过 {MOST_ROWS_IN_PDF} 人，不生成 PDF，请直接打印。"
    if problem:
        return refusal(request, problem, 503)
    name = content_disposition_header(False, f"签到表-{found.page.title}-{found.title}.pdf")
    return HttpResponse(
        pdf_of(SHEET, context | {"is_pdf": True}, styles=STYLES),
        content_type="application/pdf",
        headers={"Content-Disposition": name or "inline"},
    )


def _sheet(found: EventSession) -> dict[str, Any]:
    rows = [
        {
            "code": tokens.row_code(found.pk, row.number),
            "name": row.user.name,
            "unit": row.user.unit.name if row.user.unit else "",
        }
        for row in queries.sheet_of(found)
    ]
    numbered = {row.user_id for row in found.sheet_rows.all()}
    roster = queries.roster_of(found, 0)
    return {
        "session": found,
        "rows": rows,
        "blank": range(BLANK_ROWS),
        "missing": sum(1 for each in roster.expected if each.user.pk not in numbered),
        "printed_at": timezone.now(),
    }

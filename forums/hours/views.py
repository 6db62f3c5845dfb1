"""Class hours: the own ones, those of a session, those of a school."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from editorial.desk.access import for_authors
from editorial.errors import ReviewRefused
from editorial.forms.picking import number
from editorial.workbooks import XLSX, Table, new_book, saved
from forums.attendance.access import is_editor, may_host, session_for_host
from forums.attendance.forms import ReasonForm
from forums.attendance.queries import roster_of
from forums.attendance.showing import done, status_of
from forums.hours import actions, queries, rules
from forums.hours.forms import ExportForm
from forums.hours.workbooks import own_workbook
from forums.models import AttendanceSettings, HoursConfirmation, HoursEntry
from forums.web import METHODS, sent, shown
from people.choices import Role
from people.roles import has_role, in_scope
from portal.listing import paginate

ON_A_PAGE = 50
Step = HoursConfirmation.Step
COLUMNS = [
    ("工号", 14), ("姓名", 12), ("单位", 28), ("日期", 12), ("活动", 40), ("场次", 28),
    ("学时", 8), ("计入分钟", 10), ("学时依据", 40), ("说明", 40), ("本站编号", 12),
]  # fmt: skip


@require_safe
@for_authors
def own(request: HttpRequest) -> HttpResponse:
    """The own hours, with what was taken back. Queries: constant."""
    rows = queries.ledger_of(request.user)
    page, querystring = paginate(request, rows, ON_A_PAGE)
    for entry in page:
        entry.stands = queries.is_standing(entry)
    sums = queries.sums_of(rows)
    context = {
        "page_obj": page,
        "querystring": querystring,
        "confirmed": rules.hours_words(sums.confirmed),
        "proposed": rules.hours_words(sums.proposed) if sums.proposed else "",
        "may_school": has_role(request.user, Role.SCHOOL_ADMIN),
        "page_title": "学时",
    }
    return shown(request, "hours/own", context)


@require_safe
@for_authors
def own_data(request: HttpRequest) -> HttpResponseBase:
    """All that is kept about one's own attendance, hours and certificates."""
    file = own_workbook(request.user)
    return FileResponse(file, as_attachment=True, filename="我的签到和学时.xlsx", content_type=XLSX)


@require_safe
@for_authors
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """The hours of a session, for its hosts. Queries: constant."""
    return _session(request, pk)


def _session(request: HttpRequest, pk: int, problem: str = "") -> HttpResponse:
    found = session_for_host(request.user, pk)
    roster = roster_of(found, AttendanceSettings.load().grace_minutes)
    entries = queries.entries_of_session(found)
    rows = [
        {"row": row, "entry": entries.get(row.attendance.pk) if row.attendance else None}
        for row in roster.present
    ]
    context = {
        "session": found,
        "rows": rows,
        "problem": problem,
        "is_over": found.ends_at <= timezone.now(),
        "is_proposed": bool(entries),
        "waiting": sum(1 for entry in entries.values() if not entry.is_hosted),
        "page_title": f"学时：{found.page.title}·{found.title}",
    }
    return shown(request, "hours/session", context, 422 if problem else 200)


@require_POST
@for_authors
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose the hours of a session."""
    count = actions.propose(session_id=pk, by=request.user)
    text = f"新提出 {count} 条学时，请核对后确认。" if count else "没有新的学时要提出。"
    messages.success(request, text)
    return redirect("hours:session", pk=pk)


@require_POST
@for_authors
def session_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm those of a session that are ticked."""
    session_for_host(request.user, pk)
    problem = _confirm(request, Step.HOST)
    return _session(request, pk, problem) if problem else redirect("hours:session", pk=pk)


@require_safe
@for_authors
def school(request: HttpRequest) -> HttpResponse:
    """What waits for the school's word. Queries: constant."""
    return _school(request)


def _school(
    request: HttpRequest, problem: str = "", form: ExportForm | None = None
) -> HttpResponse:
    _require_school(request)
    rows = queries.waiting_for_school(request.user)
    page, querystring = paginate(request, rows, ON_A_PAGE)
    form = form or ExportForm()
    context = {
        "page_obj": page,
        "querystring": querystring,
        "problem": problem,
        "form": form,
        "may_confirm": has_role(request.user, Role.SCHOOL_ADMIN),
        "is_editor": is_editor(request.user),
        "page_title": "学时确认",
    }
    return shown(request, "hours/school", context, 422 if problem else status_of(form))


@require_POST
@for_authors
def school_confirm(request: HttpRequest) -> HttpResponse:
    """Confirm those of a school that are ticked."""
    problem = _confirm(request, Step.SCHOOL)
    return _school(request, problem) if problem else redirect("hours:school")


def _confirm(request: HttpRequest, step: str) -> str:
    """Confirm what is ticked; returns what is wrong with that."""
    ids = [each for value in request.POST.getlist("entries") if (each := number(value))]
    try:
        count = actions.confirm(entry_ids=ids, by=request.user, step=step)
    except ValidationError as error:
        return "".join(error.messages)
    messages.success(request, f"已确认 {count} 条学时。")
    return ""


@METHODS
@for_authors
def counter(request: HttpRequest, pk: int) -> HttpResponse:
    """Take hours back, with a reason for the teacher."""
    rows = HoursEntry.objects.standing().select_related("user", "unit", "session__page")
    entry = rows.filter(pk=pk).first()
    if entry is None or not _has_say(request, entry):
        raise Http404("没有这条学时。")
    form = ReasonForm(sent(request))
    back = _back(request)
    if form.is_valid() and done(
        form, actions.counter, entry_id=pk, by=request.user, **form.cleaned_data
    ):
        messages.success(request, f"已冲销{entry.user.name}的 {entry.hours} 学时。")
        return redirect(back)
    context = {"entry": entry, "form": form, "back": back, "page_title": "冲销学时"}
    return shown(request, "hours/counter", context, status_of(form))


def _has_say(request: HttpRequest, entry: HoursEntry) -> bool:
    is_schools = in_scope(request.user, Role.SCHOOL_ADMIN, entry.unit)
    return is_schools or may_host(request.user, entry.session.page)


def _back(request: HttpRequest) -> str:
    path = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_ours and path.startswith("/") else "hours:own"


@require_POST
@for_authors
def export(request: HttpRequest) -> HttpResponseBase:
    """What host and school have confirmed, as Excel for the official system."""
    _require_school(request)
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _school(request, form=form)
    since, until = form.cleaned_data["since"], form.cleaned_data["until"]
    whole = is_editor(request.user)
    rows = list(
        queries.confirmed_between(since, until, administrator=None if whole else request.user)
    )
    actions.record_export(
        by=request.user,
        scope="全区" if whole else "本人负责的单位",
        rows=len(rows),
        **form.cleaned_data,
    )
    book = new_book()
    Table(book, "学时", COLUMNS).write(
        (
            entry.user.staff_number,
            entry.user.name,
            entry.unit.name if entry.unit else "",
            f"{entry.day:%Y-%m-%d}",
            entry.event_title,
            entry.session_title,
            float(rules.hours_of(entry.quarters)),
            entry.minutes,
            entry.basis,
            entry.why_less,
            str(entry.pk),
        )
        for entry in rows
    )
    name = f"学时-{since:%Y%m%d}-{until:%Y%m%d}.xlsx"
    return FileResponse(saved(book), as_attachment=True, filename=name, content_type=XLSX)


def _require_school(request: HttpRequest) -> None:
    if not (has_role(request.user, Role.SCHOOL_ADMIN) or is_editor(request.user)):
        raise ReviewRefused("这一页给学校管理员和编辑使用。")

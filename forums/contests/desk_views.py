"""The organiser's desk of a contest."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from editorial.desk.access import for_authors
from editorial.errors import NotPossible
from forums.contests import actions, queries
from forums.contests.access import led_contest_of, led_page
from forums.contests.exporting import export_contest
from forums.contests.forms import AnswerForm, ContestExportForm, JurorForm
from forums.contests.setting_forms import ContestSettings
from forums.models import Assignment, Contest, Entry, Juror, Objection
from forums.registration.forms import ReasonForm
from forums.web import METHODS, exported, sent, shown
from portal.listing import paginate

ON_A_PAGE = 50
LOG_LINES = 50


@require_safe
@for_authors
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the contest stands, what is next, its record. Queries: constant."""
    page = led_page(request, pk)
    contest = queries.contest_of(pk)
    if contest is None:
        return redirect("contests:settings", pk=pk)
    context = {
        "page": page,
        "contest": contest,
        "phase": queries.phase_of(contest),
        "numbers": queries.numbers_of(contest),
        "without_file": [] if contest.is_drawn else queries.not_ready(contest),
        "short": queries.short_of_jurors(contest)
        if contest.is_drawn and not contest.is_published
        else [],
        "jurors": [juror for juror in queries.jurors_of(contest) if juror.is_active],
        "records": list(contest.records.select_related("by")[:LOG_LINES]),
        "verbs": VERBS,
        "export_form": ContestExportForm(),
        "page_title": f"比赛：{page.title}",
    }
    return shown(request, "contests/desk", context)


VERBS = {
    "set_up": "设置比赛",
    "change": "改设置",
    "enter": "参赛",
    "retitle": "改作品名称",
    "consent": "同意",
    "add_file": "上传文件",
    "remove_file": "移走文件",
    "withdraw": "退赛",
    "exclude": "取消资格",
    "add_juror": "请评委",
    "drop_juror": "评委退出",
    "draw": "抽签",
    "hand_in": "交分",
    "step_aside": "申报回避",
    "return": "退回评分",
    "publish": "公布结果",
    "correct": "更正结果",
    "object": "提异议",
    "answer": "答复异议",
    "export": "导出",
}


@METHODS
@for_authors
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the contest up."""
    page = led_page(request, pk)
    contest = queries.contest_of(pk) or Contest(page=page)
    if contest.is_published:
        raise NotPossible("结果已经公布，设置不能再改。")
    parts = ContestSettings(contest, sent(request))
    if request.method == "POST" and parts.is_valid() and _set(parts, request, pk):
        messages.success(request, "比赛设置已经保存。")
        return redirect("contests:desk", pk=pk)
    context = {
        "page": page,
        "contest": contest,
        "parts": parts,
        "page_title": "比赛设置",
    }
    return shown(request, "contests/settings", context, status=422 if parts.has_errors else 200)


def _set(parts: ContestSettings, request: HttpRequest, pk: int) -> bool:
    try:
        actions.set_contest(
            page_id=pk, by=request.user, values=parts.form.cleaned_data, **parts.typed
        )
    except ValidationError as error:
        parts.add_errors(error.message_dict)
        return False
    return True


@METHODS
@for_authors
def jurors(request: HttpRequest, pk: int) -> HttpResponse:
    """The jury, and the form for one more."""
    contest = led_contest_of(request, pk)
    form = JurorForm(sent(request), groups=list(contest.groups.all()))
    if form.is_valid() and _added(form, request, pk):
        return redirect("contests:jurors", pk=pk)
    context = {
        "page": contest.page,
        "contest": contest,
        "jurors": queries.jurors_of(contest),
        "form": form,
        "page_title": "评委",
    }
    return shown(request, "contests/jurors", context, status=422 if form.errors else 200)


def _added(form: JurorForm, request: HttpRequest, pk: int) -> bool:
    person = form.cleaned_data["person"]
    groups = form.cleaned_data["groups"]
    try:
        actions.add_juror(page_id=pk, by=request.user, user=person, group_ids=groups)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, f"{person.name}已经加入评委，通知已经发出。")
    return True


@METHODS
@for_authors
def drop_juror(request: HttpRequest, pk: int, juror_id: int) -> HttpResponse:
    """Let a juror go."""
    contest = led_contest_of(request, pk)
    juror = get_object_or_404(Juror.objects.select_related("user"), pk=juror_id, contest=contest)
    return _with_reason(
        request,
        contest,
        act=lambda reason: actions.drop_juror(juror_id=juror_id, by=request.user, reason=reason),
        done=f"{juror.user.name}已经退出，没评完的作品另分给了别的评委。",
        back="contests:jurors",
        text=f"{juror.user.name}交过的评分仍然算数，没交的作品马上另抽评委。",
        submit="请评委退出",
    )


def _with_reason(
    request: HttpRequest,
    contest: Contest,
    *,
    act: Any,
    done: str,
    back: str,
    text: str,
    submit: str,
) -> HttpResponse:
    form = ReasonForm(sent(request))
    if form.is_valid():
        try:
            act(form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, done)
            return redirect(back, pk=contest.page_id)
    context = {
        "page": contest.page,
        "form": form,
        "back": back,
        "text": text,
        "submit": submit,
        "page_title": submit,
    }
    return shown(request, "contests/reason", context, status=422 if form.errors else 200)


@require_POST
@for_authors
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the entries to jurors, or fill what became free."""
    led_contest_of(request, pk)
    done = actions.draw_lots(page_id=pk, by=request.user)
    if done.short:
        messages.warning(request, f"还有 {len(done.short)} 份作品评委不够，请加评委再补抽。")
    elif done.pairs:
        messages.success(request, f"抽签完成，分出 {len(done.pairs)} 份次，已经通知评委。")
    else:
        messages.success(request, "每份作品的评委都够，不用补抽。")
    return redirect("contests:desk", pk=pk)


@require_safe
@for_authors
def entries(request: HttpRequest, pk: int) -> HttpResponse:
    """All entries, with names. Queries: constant."""
    contest = led_contest_of(request, pk)
    groups = list(contest.groups.all())
    chosen = request.GET.get("group", "")
    group = next((each.pk for each in groups if str(each.pk) == chosen), None)
    rows, querystring = paginate(request, queries.all_entries(contest, group), ON_A_PAGE)
    context = {
        "page": contest.page,
        "contest": contest,
        "groups": groups,
        "chosen": group,
        "page_obj": rows,
        "querystring": querystring,
        "page_title": "参赛作品",
    }
    return shown(request, "contests/entries", context)


@METHODS
@for_authors
def exclude(request: HttpRequest, pk: int, entry_id: int) -> HttpResponse:
    """Exclude an entry."""
    contest = led_contest_of(request, pk)
    entry = get_object_or_404(Entry, pk=entry_id, contest=contest)
    return _with_reason(
        request,
        contest,
        act=lambda reason: actions.exclude(entry_id=entry_id, by=request.user, reason=reason),
        done=f"{entry.number} 号作品已经取消资格，理由已经告诉参赛人。",
        back="contests:entries",
        text=f"{entry.number} 号作品取消资格以后不再评审，不能恢复。",
        submit="取消资格",
    )


@require_safe
@for_authors
def scores(request: HttpRequest, pk: int) -> HttpResponse:
    """What the points come to so far, each with its way. Queries: constant."""
    contest = led_contest_of(request, pk)
    rows = queries.computed(contest)
    levels = {level.pk: level.title for level in contest.levels.all()}
    page, querystring = paginate(request, _by_place(rows), ON_A_PAGE)
    shown_ids = [row.entry.pk for row in page]
    assignments: dict[int, list[Assignment]] = {}
    found = Assignment.objects.standing().filter(entry__in=shown_ids)
    for each in found.select_related("juror__user").order_by("pk"):
        assignments.setdefault(each.entry_id, []).append(each)
    context = {
        "page": contest.page,
        "contest": contest,
        "lines": [
            {
                "row": row,
                "award": levels.get(row.standing.award or 0) if row.standing else None,
                "assignments": _as_in_sheet(row, assignments.get(row.entry.pk, [])),
            }
            for row in page
        ],
        "page_obj": page,
        "querystring": querystring,
        "page_title": "得分和计算过程",
    }
    return shown(request, "contests/scores", context)


def _as_in_sheet(row: queries.Computed, found: list[Assignment]) -> list[Assignment]:
    """Return the assignments as the sheet has its rows; those not handed in at the end."""
    places = {total.sheet.key: place for place, total in enumerate(row.result.totals)}
    return sorted(found, key=lambda each: places.get(each.juror_id, len(places)))


def _by_place(rows: list[queries.Computed]) -> list[queries.Computed]:
    def key(row: queries.Computed) -> tuple[int, int, bool, int, int]:
        place = row.standing.place if row.standing else 0
        group = row.entry.group
        return group.order, group.pk, row.standing is None, place, row.entry.number

    return sorted(rows, key=key)


@METHODS
@for_authors
def give_back(request: HttpRequest, pk: int, assignment_id: int) -> HttpResponse:
    """Give points back to a juror."""
    contest = led_contest_of(request, pk)
    rows = Assignment.objects.select_related("juror__user", "entry")
    found = get_object_or_404(rows, pk=assignment_id, entry__contest=contest)
    return _with_reason(
        request,
        contest,
        act=lambda reason: actions.return_points(
            assignment_id=assignment_id, by=request.user, reason=reason
        ),
        done=f"评分已经退给{found.juror.user.name}。",
        back="contests:scores",
        text=f"{found.juror.user.name}给 {found.entry.number} 号作品的评分退回后，重新交分才算数。",
        submit="退回评分",
    )


@require_POST
@for_authors
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the results."""
    led_contest_of(request, pk)
    actions.publish(page_id=pk, by=request.user)
    messages.success(request, "结果已经公布，参赛人都收到了通知。")
    return redirect("contests:desk", pk=pk)


@METHODS
@for_authors
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the published results."""
    contest = led_contest_of(request, pk)
    return _with_reason(
        request,
        contest,
        act=lambda reason: actions.correct(page_id=pk, by=request.user, reason=reason),
        done="结果已经重新计算，更正说明已经公布。",
        back="contests:desk",
        text="按现在交来的评分重新计算。更正的时间和原因会公布在结果旁边，得分有变化的参赛人会收到通知。",
        submit="更正结果",
    )


@require_safe
@for_authors
def objections(request: HttpRequest, pk: int) -> HttpResponse:
    """All objections. Queries: constant."""
    contest = led_contest_of(request, pk)
    rows = Objection.objects.filter(entry__contest=contest)
    rows = rows.select_related("entry__contestant", "answered_by").order_by("-filed_at", "-pk")
    page, querystring = paginate(request, rows, ON_A_PAGE)
    context = {
        "page": contest.page,
        "contest": contest,
        "page_obj": page,
        "querystring": querystring,
        "page_title": "异议",
    }
    return shown(request, "contests/objections", context)


@METHODS
@for_authors
def answer(request: HttpRequest, pk: int, objection_id: int) -> HttpResponse:
    """Answer an objection."""
    contest = led_contest_of(request, pk)
    rows = Objection.objects.select_related("entry__contestant")
    found = rows.filter(pk=objection_id, entry__contest=contest).first()
    if found is None:
        raise Http404("没有这条异议。")
    form = AnswerForm(sent(request))
    if form.is_valid():
        actions.answer_objection(objection_id=objection_id, by=request.user, **form.cleaned_data)
        messages.success(request, "答复已经告诉参赛人。")
        return redirect("contests:objections", pk=pk)
    context = {
        "page": contest.page,
        "contest": contest,
        "objection": found,
        "form": form,
        "page_title": "答复异议",
    }
    return shown(request, "contests/answer", context, status=422 if form.errors else 200)


@require_POST
@for_authors
def export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Entries, points and results as Excel."""
    contest = led_contest_of(request, pk)
    return exported(
        request,
        ContestExportForm(request.POST),
        lambda reason: export_contest(page_id=pk, by=request.user, reason=reason),
        name=f"比赛-{contest.page.title}",
        back=reverse("contests:desk", args=[pk]),
    )

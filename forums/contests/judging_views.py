"""Judging, blind: a juror sees numbers, files with neutral names, criteria; nobody's name."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from editorial.desk.access import for_authors
from forums.contests import actions, queries, rules
from forums.contests.access import judged_contest
from forums.contests.forms import ScoreForm
from forums.contests.serving import entry_file_response
from forums.models import Assignment, Contest, EntryFile, Juror
from forums.registration.forms import ReasonForm
from forums.web import METHODS, sent, shown


@require_safe
@for_authors
def judging(request: HttpRequest, pk: int) -> HttpResponse:
    """What a juror has to judge. Queries: constant."""
    contest = judged_contest(request, pk)
    juror = Juror.objects.get(contest=contest, user=request.user)
    assignments = list(queries.assignments_of(juror))
    context = {
        "contest": contest,
        "page": contest.page,
        "phase": queries.phase_of(contest),
        "assignments": assignments,
        "left": sum(not each.is_handed_in for each in assignments),
        "page_title": f"评审：{contest.page.title}",
    }
    return shown(request, "contests/judging", context)


@METHODS
@for_authors
def score(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One entry: its files and the points; saved, or handed in for good."""
    contest = judged_contest(request, pk)
    assignment = actions.own_assignment(contest, number, request.user)
    criteria = list(contest.criteria.all())
    initial: dict[str, object] = {
        f"criterion-{each.criterion_id}": rules.plain(each.value)
        for each in assignment.scores.all()
    }
    form = ScoreForm(
        sent(request), criteria=criteria, initial=initial | {"comment": assignment.comment}
    )
    hand_in = request.POST.get("action") == "hand_in"
    if form.is_valid() and _scored(form, request, contest, number, hand_in=hand_in):
        messages.success(request, "已经交分，谢谢您。" if hand_in else "已经保存，还没有交分。")
        if hand_in:
            return redirect("contests:judging", pk=pk)
        return redirect("contests:score", pk=pk, number=number)
    context = {
        "contest": contest,
        "page": contest.page,
        "assignment": assignment,
        "entry": assignment.entry,
        "files": _files(assignment),
        "form": form,
        "may_score": rules.may_score(
            phase=queries.phase_of(contest),
            judging_ends_at=contest.judging_ends_at,
            is_handed_in=assignment.is_handed_in,
            is_returned=assignment.is_returned,
            now=timezone.now(),
        ),
        "page_title": f"{number} 号作品",
    }
    return shown(request, "contests/score", context, status=422 if form.errors else 200)


def _scored(
    form: ScoreForm, request: HttpRequest, contest: Contest, number: int, *, hand_in: bool
) -> bool:
    try:
        actions.score(
            page_id=contest.page_id,
            blind_number=number,
            by=request.user,
            points=form.points,
            comment=form.cleaned_data["comment"],
            hand_in=hand_in,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _files(assignment: Assignment) -> list[EntryFile]:
    return list(assignment.entry.files.select_related("document", "image").order_by("pk"))


@require_safe
@for_authors
def judging_file(request: HttpRequest, pk: int, number: int, place: int) -> HttpResponseBase:
    """Send a file of an entry to a juror; its address and name are numbers only."""
    contest = judged_contest(request, pk)
    files = _files(actions.own_assignment(contest, number, request.user))
    if not 1 <= place <= len(files):
        raise Http404("没有这个文件。")
    return entry_file_response(request, files[place - 1], f"{number}号作品-{place}")


@METHODS
@for_authors
def step_aside(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Declare a conflict of interest."""
    contest = judged_contest(request, pk)
    actions.own_assignment(contest, number, request.user)
    form = ReasonForm(sent(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.declare_conflict(page_id=pk, blind_number=number, by=request.user, reason=reason)
        messages.success(request, "已经回避，这份作品另请评委。")
        return redirect("contests:judging", pk=pk)
    context = {
        "page": contest.page,
        "form": form,
        "number": number,
        "text": "认得这份作品，或有别的原因不便评的，请回避，作品会另分给别的评委。",
        "submit": "回避这份作品",
        "page_title": "申报回避",
    }
    return shown(request, "contests/step_aside", context, status=422 if form.errors else 200)

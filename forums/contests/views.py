"""Contests as entrants see them: entering, the own entry, its result, an objection."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from editorial.desk.access import for_authors
from editorial.workbooks import XLSX
from forums.contests import actions, queries, rules
from forums.contests.access import own_entry, readable_contest
from forums.contests.forms import ConsentForm, EnterForm, FileForm, ObjectionForm, TitleForm
from forums.contests.serving import entry_file_response
from forums.contests.workbooks import own_workbook
from forums.models import Contest, Entry, EntryFile
from forums.web import METHODS, sent, shown


@require_safe
@for_authors
def mine(request: HttpRequest) -> HttpResponse:
    """基本功大赛: what to judge, own entries, what one can enter. Queries: constant."""
    context = {
        "juries": queries.juries_of(request.user),
        "entries": list(queries.entries_of(request.user)[:100]),
        "contests": queries.open_contests(request.user),
        "page_title": "基本功大赛",
    }
    return shown(request, "contests/mine", context)


@METHODS
@for_authors
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    """One contest: when, how it is judged, what one entered; a POST enters."""
    found = readable_contest(request, pk)
    form = EnterForm(sent(request), groups=list(found.groups.all()))
    if form.is_valid() and (entry := _entered(form, request, found)):
        messages.success(request, f"{entry.number} 号作品已经报上，请上传文件。")
        return redirect("contests:entry", pk=entry.pk)
    phase = queries.phase_of(found)
    context = {
        "contest": found,
        "page": found.page,
        "phase": phase,
        "may_enter": bool(rules.may_enter(phase)) and request.user.unit is not None,
        "entries": list(queries.entries_of(request.user).filter(contest=found)),
        "criteria": list(found.criteria.all()),
        "levels": list(found.levels.all()),
        "form": form,
        "leads": queries.leads(request.user, found.page),
        "judges": queries.judges(request.user, pk),
        "page_title": found.page.title,
    }
    return shown(request, "contests/contest", context, status=422 if form.errors else 200)


def _entered(form: EnterForm, request: HttpRequest, found: Contest) -> Entry | None:
    values = dict(form.cleaned_data)
    group_id = values.pop("group")
    try:
        return actions.enter(page_id=found.page_id, user=request.user, group_id=group_id, **values)
    except ValidationError as error:
        form.add_error(None, error)
        return None


@require_safe
@for_authors
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own entry. Queries: constant."""
    return _shown(request, own_entry(request, pk), {})


def _shown(
    request: HttpRequest, found: Entry, forms: dict[str, Any], status: int = 200
) -> HttpResponse:
    contest = found.contest
    phase = queries.phase_of(contest)
    objections = list(found.objections.all())
    has_open = any(each.outcome == each.Outcome.OPEN for each in objections)
    consent = {"names_public": found.names_public, "work_public": found.work_public}
    context = {
        "entry": found,
        "contest": contest,
        "page": contest.page,
        "phase": phase,
        "files": list(found.files.select_related("document", "image")),
        "may_change": bool(rules.may_enter(phase)) and found.is_standing,
        "may_withdraw": bool(rules.may_withdraw(phase)) and found.is_standing,
        "may_object": bool(rules.may_object(phase, has_open=has_open)) and found.is_standing,
        "objections": objections,
        "objections_end": rules.objections_end(contest.published_at, contest.objection_days)
        if contest.published_at
        else None,
        "explanation": found.explanation if contest.is_published else None,
        "title_form": TitleForm(initial={"title": found.title}),
        "file_form": FileForm(),
        "consent_form": ConsentForm(initial=consent),
        "objection_form": ObjectionForm(),
        "now": timezone.now(),
        "page_title": f"{found.number} 号作品",
    }
    return shown(request, "contests/entry", context | forms, status=status)


FORMS = {"title": TitleForm, "file": FileForm, "consent": ConsentForm, "object": ObjectionForm}
NAMES = {
    "title": "title_form",
    "file": "file_form",
    "consent": "consent_form",
    "object": "objection_form",
}
DONE = {
    "title": "作品名称已经改好。",
    "file": "文件已经收到，作者信息已经去除。",
    "consent": "您的意愿已经记下。",
    "object": "异议已经送到主办人，答复会通知您。",
}


@require_POST
@for_authors
def change(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Change one thing about the own entry."""
    found = own_entry(request, pk)
    form = FORMS[verb](request.POST, request.FILES or None)
    if form.is_valid():
        try:
            _do(verb, form.cleaned_data, request, found)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, DONE[verb])
            return redirect("contests:entry", pk=pk)
    return _shown(request, found, {NAMES[verb]: form}, status=422)


def _do(verb: str, values: dict[str, Any], request: HttpRequest, found: Entry) -> None:
    act: Any = {
        "title": actions.change_entry,
        "file": actions.add_file,
        "consent": actions.set_consent,
        "object": actions.file_objection,
    }[verb]
    added = act(entry_id=found.pk, by=request.user, **values)
    if isinstance(added, EntryFile) and added.names_found:
        messages.warning(
            request, "文件里好像有您的姓名或单位，盲评要求不能出现。请核对，必要时换一份。"
        )


@require_POST
@for_authors
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw the own entry."""
    own_entry(request, pk)
    actions.withdraw(entry_id=pk, by=request.user)
    messages.success(request, "已经退赛。")
    return redirect("contests:entry", pk=pk)


@require_POST
@for_authors
def remove_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file out of the own entry."""
    done = actions.remove_file(file_id=pk, by=request.user)
    messages.success(request, "文件已经移走。")
    return redirect("contests:entry", pk=done.pk)


@require_safe
@for_authors
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a file to its entrant, or to whoever runs the contest. Queries: ≤ 6."""
    rows = EntryFile.objects.select_related("entry__contest__page", "document", "image")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404("没有这个文件。")
    is_own = found.entry.contestant_id == request.user.pk
    if not is_own and not queries.leads(request.user, found.entry.contest.page):
        raise Http404("没有这个文件。")
    return entry_file_response(request, found, f"{found.entry.number}号作品-{found.pk}")


@require_safe
@for_authors
def own_data(request: HttpRequest) -> HttpResponseBase:
    """All that is kept about one's own entries and judging."""
    answer = own_workbook(request.user)
    return FileResponse(answer, as_attachment=True, filename="我的参赛.xlsx", content_type=XLSX)

"""Leading a group: what its organiser does."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from editorial.desk.access import for_authors
from editorial.errors import NotPossible, ReviewRefused
from editorial.forms.picking import number
from reading.models import GroupNote, ReadingGroup, Work
from reading.together import actions, queries
from reading.together.forms import (
    DeskForm,
    NewGroupForm,
    PlanForm,
    RemovalForm,
    SalonForm,
    WeekForm,
    WordsForm,
)
from reading.together.views import METHODS, shown


@METHODS
@for_authors
def new(request: HttpRequest) -> HttpResponse:
    """Begin a group; ``?work=`` names the book."""
    if not queries.may_organise(request.user):
        raise ReviewRefused("学校管理员和工作坊主持人可以发起共读。想读的书，可以请他们来组织。")
    finds = request.POST.get("action", "").startswith("find:")
    if request.method == "POST":
        form = NewGroupForm(request.POST, organiser=request.user, quiet=finds)
        if not finds and form.is_valid() and (made := _create(request, form)):
            messages.success(request, "共读已经建好。给各周写上问题，老师们就可以加入了。")
            return redirect("together:weeks", pk=made.pk)
    else:
        form = NewGroupForm(organiser=request.user, initial=_book_of(request.GET))
    context = {"form": form, "page_title": "发起共读"}
    return shown(request, "new", context, status=422 if form.errors else 200)


def _book_of(query: QueryDict) -> dict[str, Any]:
    pk = number(query.get("work", ""))
    work = Work.objects.approved().filter(pk=pk).first() if pk else None
    today = timezone.localdate()
    if work is None:
        return {"first_day": today, "weeks": 8}
    title = f"共读《{work.title}》"[:60]
    return {
        "work": work,
        "title": title,
        "pages": queries.pages_of(work),
        "first_day": today,
        "weeks": 8,
    }


def _create(request: HttpRequest, form: NewGroupForm) -> ReadingGroup | None:
    values = dict(form.cleaned_data)
    values.pop("place")
    values["pages"] = values["pages"] or queries.pages_of(values["work"])
    try:
        return actions.create_group(
            by=request.user, unit=form.unit, host_page=form.host_page, **values
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None


@METHODS
@for_authors
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of a group and who may join."""
    group = _led(request, pk)
    initial = {name: getattr(group, name) for name in ("title", "about", "audience")}
    form = WordsForm(request.POST or None, initial=initial)
    if form.is_valid() and _done(form, actions.change_group, request, pk, **form.cleaned_data):
        return redirect("together:group", pk=pk)
    context = {"group": group, "form": form, "page_title": "改说明"}
    return shown(request, "form", context, status=422 if form.errors else 200)


@METHODS
@for_authors
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Weeks and pages anew."""
    group = _led(request, pk)
    initial = {"first_day": group.starts_on, "weeks": group.weeks.count()}
    form = PlanForm(request.POST or None, initial=initial)
    if form.is_valid() and _done(form, actions.change_plan, request, pk, **form.cleaned_data):
        messages.success(request, "各周已经重新排好，原来的问题和札记还在各自那一周。")
        return redirect("together:weeks", pk=pk)
    context = {"group": group, "form": form, "page_title": "改周次"}
    return shown(request, "form", context, status=422 if form.errors else 200)


@METHODS
@for_authors
def weeks(request: HttpRequest, pk: int) -> HttpResponse:
    """What is read in each week, and its question."""
    group = _led(request, pk)
    rows = WeekForm.of(queries.weeks_with_counts(group), request.POST or None)
    has_errors = bool([row for row in rows if row.errors])  # of every week, not of the first only
    if request.method == "POST" and not has_errors:
        texts = {row.week.number: row.text for row in rows}
        actions.write_weeks(group_id=pk, by=request.user, texts=texts)
        messages.success(request, "各周的安排已经保存。")
        return redirect("together:group", pk=pk)
    context = {"group": group, "rows": rows, "has_errors": has_errors, "page_title": "各周安排"}
    return shown(request, "weeks", context, status=422 if has_errors else 200)


@METHODS
@for_authors
def salon(request: HttpRequest, pk: int) -> HttpResponse:
    """The event with which the group closes."""
    group = _led(request, pk, also_closed=True)
    initial = {"salon": str(group.salon_id or "")}
    form = SalonForm(request.POST or None, organiser=request.user, initial=initial)
    if form.is_valid() and _done(form, actions.name_salon, request, pk, page_id=form.page_id):
        return redirect("together:group", pk=pk)
    context = {"group": group, "form": form, "page_title": "结束时的沙龙"}
    return shown(request, "form", context, status=422 if form.errors else 200)


@METHODS
@for_authors
def note_remove(request: HttpRequest, pk: int, note_id: int) -> HttpResponse:
    """Take a note out, with a reason for its author."""
    group = _led(request, pk, also_closed=True)
    notes = GroupNote.objects.standing().filter(week__group=group)
    note = notes.select_related("author", "week").filter(pk=note_id).first()
    if note is None:
        raise Http404("没有这条札记。")
    form = RemovalForm(request.POST or None)
    if form.is_valid():
        actions.remove_note(note_id=note_id, by=request.user, **form.cleaned_data)
        messages.success(request, "札记已移走，作者会看到您写的理由。")
        return redirect("together:week", pk=pk, number=note.week.number)
    context = {"group": group, "note": note, "form": form, "page_title": "移走札记"}
    return shown(request, "remove", context, status=422 if form.errors else 200)


@require_POST
@for_authors
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End the group; the record is what stays."""
    _led(request, pk, also_closed=True)
    actions.close_group(group_id=pk, by=request.user)
    messages.success(request, "共读已经结束，这是大家写下的记录。")
    return redirect("together:record", pk=pk)


@require_POST
@for_authors
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on after all."""
    _led(request, pk, also_closed=True)
    actions.reopen_group(group_id=pk, by=request.user)
    messages.success(request, "共读重新打开了。")
    return redirect("together:group", pk=pk)


def _led(request: HttpRequest, pk: int, *, also_closed: bool = False) -> ReadingGroup:
    """Return the group for its organiser; the actions ask again."""
    group = queries.group_for(request.user, pk)
    if group.organiser_id != request.user.pk:
        raise ReviewRefused("只有领读人可以这样做。")
    if group.closed_at and not also_closed:
        raise NotPossible("这次共读已经结束。要改，请先重新打开。")
    return group


def _done(form: DeskForm, act: Any, request: HttpRequest, pk: int, **values: Any) -> bool:
    """Do it; what the action refuses stands beside the field."""
    try:
        act(group_id=pk, by=request.user, **values)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True

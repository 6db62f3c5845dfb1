"""Reading along: what every member does."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from editorial.desk.access import for_authors, take_kept
from editorial.desk.menu import desk_menu
from portal.listing import paginate
from reading.models import GroupNote, GroupWeek, ReadingGroup
from reading.together import actions, queries
from reading.together.forms import NoteForm

NOTES_ON_A_PAGE = 20
METHODS = require_http_methods(["GET", "HEAD", "POST"])


def shown(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render a page of this room beside the menu of the desk."""
    context |= {"desk_menu": desk_menu(request), "today": timezone.localdate()}
    return render(request, f"reading/together/{template}.html", context, status=status)


def group_for_members(request: HttpRequest, pk: int) -> ReadingGroup:
    """Return a group in which somebody reads or that they lead.

    Raises:
        Http404: others; whoever may join finds that on the group's page.
    """
    group = queries.group_for(request.user, pk)
    if not (group.is_member or group.organiser_id == request.user.pk):
        raise Http404("没有这一页。")
    return group


@require_safe
@for_authors
def groups(request: HttpRequest) -> HttpResponse:
    """The own groups first, then those to join. Queries: constant."""
    own = list(queries.own_groups(request.user))
    for each in own:
        each.now = queries.current_week(each, list(each.weeks.all()))
    page, querystring = paginate(request, queries.open_groups(request.user))
    context = {
        "running": [each for each in own if each.closed_at is None],
        "closed": [each for each in own if each.closed_at is not None],
        "page_obj": page,
        "querystring": querystring,
        "may_organise": queries.may_organise(request.user),
        "page_title": "共读",
    }
    return shown(request, "list", context)


@require_safe
@for_authors
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """This week first; those who have not joined see the plan only. Queries: constant."""
    found = queries.group_for(request.user, pk)
    weeks = queries.weeks_with_counts(found)
    now = queries.current_week(found, weeks)
    is_leader = found.organiser_id == request.user.pk
    context: dict[str, Any] = {
        "group": found,
        "weeks": weeks,
        "now": now,
        "is_member": found.is_member,
        "is_leader": is_leader,
        "is_inside": found.is_member or is_leader,
        "salon": readable_salon(request, found),
        "page_title": found.title,
    }
    if context["is_inside"]:
        context["members"] = queries.members_of(found)
        context["written"] = queries.weeks_written(found, request.user)
        if now:
            context |= notes_of_week(request, now)
            context["form"] = NoteForm()
    return shown(request, "group", context)


def readable_salon(request: HttpRequest, group: ReadingGroup) -> Any:
    """Return the closing event if the reader may read it."""
    if group.salon is None:
        return None
    return queries.readable_pages(request.user).filter(pk=group.salon_id).first()


def notes_of_week(request: HttpRequest, week: GroupWeek) -> dict[str, Any]:
    """Return the notes of a week by pages. Queries: 2."""
    page, querystring = paginate(request, queries.notes_of(week, request.user), NOTES_ON_A_PAGE)
    return {"page_obj": page, "querystring": querystring}


@METHODS
@for_authors
def week(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One week with its notes; a POST writes one."""
    found = group_for_members(request, pk)
    weeks = queries.weeks_with_counts(found)
    chosen = next((each for each in weeks if each.number == number), None)
    if chosen is None:
        raise Http404("没有这一周。")
    if request.method == "POST":
        form = NoteForm(request.POST)
        if form.is_valid():
            actions.write_note(group_id=pk, number=number, author=request.user, **form.cleaned_data)
            messages.success(request, "札记已经写进本周。")
            return redirect("together:week", pk=pk, number=number)
    else:
        kept = take_kept(request)  # what was typed before the login expired
        form = NoteForm(kept, quiet=True) if kept else NoteForm()
    context = {
        "group": found,
        "week": chosen,
        "weeks": weeks,
        "form": form,
        "is_leader": found.organiser_id == request.user.pk,
        "is_member": found.is_member,
        "page_title": f"{found.title}·{chosen}",
        **notes_of_week(request, chosen),
    }
    return shown(request, "week", context, status=422 if form.errors else 200)


@require_POST
@for_authors
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Read along."""
    queries.group_for(request.user, pk)
    actions.join(group_id=pk, reader=request.user)
    messages.success(request, "您已加入。参加的人看得见您的姓名和札记，别人看不见。")
    return redirect("together:group", pk=pk)


@require_POST
@for_authors
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Read along no longer."""
    queries.group_for(request.user, pk)
    actions.leave(group_id=pk, reader=request.user)
    messages.success(request, "您已退出这次共读。")
    return redirect("together:list")


@METHODS
@for_authors
def note(request: HttpRequest, pk: int, note_id: int) -> HttpResponse:
    """Change an own note."""
    own = _own_note(request, pk, note_id)
    if request.method == "POST":
        form = NoteForm(request.POST)
        if form.is_valid():
            actions.change_note(note_id=note_id, author=request.user, **form.cleaned_data)
            return redirect("together:week", pk=pk, number=own.week.number)
    else:
        kept = take_kept(request)
        form = NoteForm(kept, initial={"text": own.text, "page": own.page}, quiet=bool(kept))
    context = {"group": own.week.group, "note": own, "form": form, "page_title": "改札记"}
    return shown(request, "note", context, status=422 if form.errors else 200)


@require_POST
@for_authors
def note_delete(request: HttpRequest, pk: int, note_id: int) -> HttpResponse:
    """Delete an own note, also after having left the group."""
    own = _own_note(request, pk, note_id)
    actions.delete_note(note_id=own.pk, author=request.user)
    messages.success(request, "札记已删除。")
    is_inside = queries.own_groups(request.user).filter(pk=pk).exists()
    if not is_inside:
        return redirect("together:list")
    return redirect("together:week", pk=pk, number=own.week.number)


def _own_note(request: HttpRequest, pk: int, note_id: int) -> GroupNote:
    notes = GroupNote.objects.filter(author=request.user, week__group=pk)
    own = notes.select_related("week__group").filter(pk=note_id).first()
    if own is None:
        raise Http404("没有这条札记。")
    return own

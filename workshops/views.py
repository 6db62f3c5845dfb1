"""The room of a workshop: what members see, what the host runs."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from editorial.desk.access import for_authors, take_kept
from media.serving import file_response
from portal.listing import paginate
from workshops.files import actions as file_actions
from workshops.membership.queries import consents_of, is_named, members_of, waiting_in
from workshops.models import Announcement, SharedFile, WorkshopYear
from workshops.plans import actions as plan_actions
from workshops.plans.queries import current_plan, plan_of, public_version, years_to_plan
from workshops.queries import Place, activities
from workshops.room_forms import AnnouncementForm, FileForm, PlanForm
from workshops.shown import METHODS, done, hosted, inside, shown

SHOWN_FILES, SHOWN_ANNOUNCEMENTS, SHOWN_ACTIVITIES = 5, 3, 5


@require_safe
@for_authors
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """What is new, the plan, the files, the members. Queries: constant."""
    place = inside(request, pk)
    workshop = place.workshop
    ahead, behind = activities(workshop, request.user, timezone.localdate())
    context: dict[str, Any] = {
        "place": place,
        "workshop": workshop,
        "announcements": list(
            workshop.announcements.select_related("made_by")[:SHOWN_ANNOUNCEMENTS]
        ),
        "plan": current_plan(workshop),
        "files": list(workshop.shared_files.select_related("shared_by")[:SHOWN_FILES]),
        "members": members_of(workshop),
        "coming": ahead[:SHOWN_ACTIVITIES],
        "past": behind[:SHOWN_ACTIVITIES],
        "page_title": workshop.title,
    }
    if place.membership is not None:
        context["is_named"] = is_named(place.membership, consents_of(workshop))
    if place.is_host:
        requests, invitations = waiting_in(workshop)
        context |= {"requests": len(requests), "invitations": len(invitations)}
    return shown(request, "room", context)


@METHODS
@for_authors
def announcements(request: HttpRequest, pk: int) -> HttpResponse:
    """What the host told the members; the host writes here."""
    place = hosted(request, pk) if request.method == "POST" else inside(request, pk)
    form = AnnouncementForm(request.POST or take_kept(request) or None)
    if request.method == "POST":
        form = AnnouncementForm(request.POST)
        if form.is_valid() and done(
            form, plan_actions.announce, workshop_id=pk, by=request.user, **form.cleaned_data
        ):
            messages.success(request, "已经发出，成员会在“通知”里看到。")
            return redirect("workshops:announcements", pk=pk)
    found = place.workshop.announcements.select_related("made_by")
    page_obj, querystring = paginate(request, found)
    context = {
        "place": place,
        "workshop": place.workshop,
        "form": form,
        "page_obj": page_obj,
        "querystring": querystring,
        "page_title": "工作坊通知",
    }
    return shown(
        request, "announcements", context, status=422 if _is_refused(request, form) else 200
    )


def _is_refused(request: HttpRequest, form: Any) -> bool:
    return request.method == "POST" and bool(form.errors)


@require_POST
@for_authors
def announcement_delete(request: HttpRequest, pk: int, announcement_id: int) -> HttpResponse:
    """Take an announcement off the page."""
    place = hosted(request, pk)
    if not Announcement.objects.filter(pk=announcement_id, workshop=place.workshop).exists():
        raise Http404("没有这条通知。")
    plan_actions.delete_announcement(announcement_id=announcement_id, by=request.user)
    messages.success(request, "已从页面上拿掉；发出的通知收不回来。")
    return redirect("workshops:announcements", pk=pk)


@METHODS
@for_authors
def plan(request: HttpRequest, pk: int, year_id: int | None = None) -> HttpResponse:
    """The plan of a year: the host writes, members read it in the room."""
    place = hosted(request, pk)
    years = years_to_plan()
    year = _year(years, year_id)
    if year is None:
        context = {"place": place, "workshop": place.workshop, "page_title": "年度计划"}
        return shown(request, "plan", context)
    present = plan_of(place.workshop, year)
    initial = {"text": present.text if present else ""}
    form = PlanForm(request.POST or take_kept(request) or None, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            plan_actions.write_plan,
            workshop_id=pk,
            by=request.user,
            year_id=year.pk,
            **form.cleaned_data,
        )
    ):
        messages.success(request, "计划已经保存，成员现在就看得到。")
        return redirect("workshops:plan_of", pk=pk, year_id=year.pk)
    context = {
        "place": place,
        "workshop": place.workshop,
        "years": years,
        "year": year,
        "plan": present,
        "piece": public_version(present) if present else None,
        "form": form,
        "page_title": f"{year}计划",
    }
    return shown(request, "plan", context, status=422 if _is_refused(request, form) else 200)


def _year(years: list[WorkshopYear], year_id: int | None) -> WorkshopYear | None:
    if year_id is None:
        return years[0] if years else None
    found = WorkshopYear.objects.filter(pk=year_id).first()
    if found is None:
        raise Http404("没有这个年度。")
    return found


@METHODS
@for_authors
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """The shared files; members add theirs. Queries: constant."""
    place = inside(request, pk)
    form = FileForm()
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        if form.is_valid() and done(
            form, file_actions.share_file, workshop_id=pk, by=request.user, **form.cleaned_data
        ):
            messages.success(request, "文件已经共享给成员。")
            return redirect("workshops:files", pk=pk)
    found = place.workshop.shared_files.select_related("shared_by")
    page_obj, querystring = paginate(request, found, 20)
    context = {
        "place": place,
        "workshop": place.workshop,
        "form": form,
        "page_obj": page_obj,
        "querystring": querystring,
        "page_title": "共享文件",
    }
    return shown(request, "files", context, status=422 if _is_refused(request, form) else 200)


@require_safe
@for_authors
def download(request: HttpRequest, pk: int, file_id: int) -> HttpResponseBase:
    """A shared file, for members and the host; to all others it is not there."""
    shared = _file(inside(request, pk), file_id)
    return file_response(request, shared.file, public=False, download_name=shared.download_name)


@require_POST
@for_authors
def file_delete(request: HttpRequest, pk: int, file_id: int) -> HttpResponse:
    """Take a file away."""
    shared = _file(inside(request, pk), file_id)
    file_actions.delete_file(file_id=shared.pk, by=request.user)
    messages.success(request, f"“{shared.title}”已经删除。")
    return redirect("workshops:files", pk=pk)


def _file(place: Place, file_id: int) -> SharedFile:
    shared = SharedFile.objects.filter(workshop=place.workshop.pk, pk=file_id).first()
    if shared is None:
        raise Http404("没有这个文件。")
    return shared

"""等您处理的发言: approving, refusing, looking at reports, in place."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from discussions import actions, queries
from discussions.forms import RefusalForm, offered_reasons
from discussions.models import Version
from discussions.views.showing import attempt, desk_page, post_or_404
from editorial.checks import Finding
from editorial.reviewing.access import for_reviewers
from portal.listing import paginate

PAGE = 30


def _require_editor(request: HttpRequest) -> None:
    if not queries.is_editor(request.user):
        raise PermissionDenied("讨论由编辑和总编处理。")


def waiting_line(waiting: queries.Waiting, reasons: list[tuple[str, str]]) -> dict[str, Any]:
    """Return what a line shows: the words, what the checks said, the form of a refusal."""
    version = waiting.version
    return {
        "version": version,
        "post": version.contribution,
        "place": waiting.place,
        "findings": [Finding.from_json(stored) for stored in version.findings],
        "form": RefusalForm(reasons=reasons, auto_id=f"id_{version.pk}_%s"),
    }


@require_safe
@for_reviewers
def queue(request: HttpRequest) -> HttpResponse:
    """All that waits, the longest waiting first. Queries: constant."""
    _require_editor(request)
    reasons = offered_reasons()
    page, querystring = paginate(request, queries.waiting_versions(request.user), PAGE)
    waiting = queries.with_places(request.user, page.object_list)
    context = {
        "lines": [waiting_line(each, reasons) for each in waiting],
        "page_obj": page,
        "querystring": querystring,
        "reported": [
            {"post": post, "place": place, "reports": reports}
            for post, place, reports in queries.reported(request.user)
        ],
        "page_title": "等您看的发言",
    }
    return desk_page(request, "waiting", context)


@require_POST
@for_reviewers
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a version, or refuse it with reasons; a refusal without them is asked again."""
    _require_editor(request)
    if request.POST.get("decision") == "approve":
        actions.approve(version_id=pk, by=request.user)
        messages.success(request, "已通过。")
        return _back(request)
    form = RefusalForm(request.POST)
    status = 422
    if form.is_valid():
        done, status = attempt(
            form, lambda: actions.refuse(version_id=pk, by=request.user, **form.cleaned_data)
        )
        if done:
            messages.success(request, "没有通过，作者会收到理由，文字还在作者那里。")
            return _back(request)
    version = Version.objects.filter(pk=pk).values_list("contribution_id", flat=True).first()
    post, place = post_or_404(request.user, version or 0)
    line = {
        "version": post.versions.prefetch_related("mentions").get(pk=pk),
        "post": post,
        "place": place,
        "findings": [],
        "form": form,
    }
    context = {"line": line, "page_title": "这条发言为什么不通过"}
    return desk_page(request, "refuse", context, status=status)


@require_POST
@for_reviewers
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a reported contribution stand."""
    _require_editor(request)
    actions.dismiss_reports(contribution_id=pk, by=request.user)
    messages.success(request, "举报已处理，发言保留。")
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    to_all = request.POST.get("from") == "reviews"
    return redirect("reviews:queue" if to_all else "discussions_waiting:queue")

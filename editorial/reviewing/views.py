"""The queue, one piece to decide about, and withdrawal."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page, TaskState

from editorial import actions
from editorial.errors import Conflict, NotPossible, ReviewRefused
from editorial.models import Decision, ReviewTask, Submission
from editorial.queries import queue_for, review_answer
from editorial.reviewing.forms import DecisionForm, WithdrawForm
from people.roles import Role, has_role

DONE = {
    "approve": "已通过《{title}》的{step}。",
    "return": "已把《{title}》退回作者修改。",
}


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """今天等您处理: what this person may decide about, longest waiting first."""
    return render(
        request,
        "editorial/reviewing/queue.html",
        {"entries": queue_for(request.user), "page_title": "今天等您处理"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """One piece as readers would see it, the earlier opinions, and the decision."""
    task_state = get_object_or_404(
        TaskState.objects.select_related("workflow_state", "task", "revision"), pk=task_state_id
    )
    if not isinstance(task_state.task.specific, ReviewTask):
        raise Http404
    page = task_state.workflow_state.content_object.specific
    if task_state.status != TaskState.STATUS_IN_PROGRESS:
        return _settled(request, page, task_state)
    verdict = review_answer(task_state, request.user)
    if not verdict:
        raise PermissionDenied(verdict.reason)
    form = DecisionForm(request.POST or None, initial={"revision": task_state.revision_id})
    if request.method == "POST" and form.is_valid():
        return _decide(request, task_state, page, form)
    return _render(request, task_state, page, form, status=422 if form.is_bound else 200)


def _decide(
    request: HttpRequest, task_state: TaskState, page: Submission, form: DecisionForm
) -> HttpResponse:
    chosen = form.cleaned_data["decision"]
    action = {"approve": actions.approve, "return": actions.return_to_author}[chosen]
    try:
        action(
            task_state_id=task_state.pk,
            reviewer=request.user,
            revision_id=form.cleaned_data["revision"],
            comment=form.cleaned_data["comment"],
        )
    except (Conflict, NotPossible) as refused:
        form.add_error(None, str(refused))
        return _render(request, task_state, page, form, status=409)
    except ReviewRefused as refused:
        form.add_error(None, str(refused))
        return _render(request, task_state, page, form, status=403)
    step = task_state.task.specific.get_step_display()
    messages.success(request, DONE[chosen].format(title=page.draft_title, step=step))
    return redirect("editorial_reviewing:queue")


def _settled(request: HttpRequest, page: Submission, task_state: TaskState) -> HttpResponse:
    """Say who was faster (409), with everything that was decided."""
    decision = (
        Decision.objects.filter(task_state_id=task_state.pk).select_related("decided_by").first()
    )
    return render(
        request,
        "editorial/reviewing/settled.html",
        {
            "piece": page,
            "decision": decision,
            "decisions": page.decisions,
            "page_title": page.draft_title,
        },
        status=409,
    )


def _render(
    request: HttpRequest, task_state: TaskState, page: Submission, form: DecisionForm, status: int
) -> HttpResponse:
    draft = task_state.revision.as_object()
    return render(
        request,
        "editorial/reviewing/review.html",
        {
            "piece": draft,
            "form": form,
            "step": task_state.task.specific.get_step_display(),
            "since": task_state.started_at,
            "decisions": page.decisions,
            "preview_url": reverse(
                "wagtailadmin_pages:workflow_preview", args=[page.pk, task_state.task_id]
            ),
            "page_title": draft.title,
        },
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take a published piece down, with a reason."""
    if not has_role(request.user, Role.CHIEF_EDITOR):
        raise PermissionDenied("只有总编可以撤稿。")
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, Submission):
        raise Http404
    form = WithdrawForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(
                page_id=page.pk, chief=request.user, comment=form.cleaned_data["comment"]
            )
        except NotPossible as refused:
            form.add_error(None, str(refused))
            status = 409
        else:
            messages.success(request, f"《{page.title}》已撤稿，读者看不到了。")
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return render(
        request,
        "editorial/reviewing/withdraw.html",
        {"piece": page, "form": form, "page_title": "撤稿"},
        status=status,
    )

"""One piece before a reviewer: the text, what is known about it, the decision."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import TaskState

from editorial import actions
from editorial.checks import run_checks, spots_of
from editorial.desk.menu import desk_menu
from editorial.difference import difference, last_reviewed
from editorial.enums import SETTLING, Step
from editorial.errors import Conflict, NotPossible, ReviewRefused
from editorial.models import Decision, QueueEntry, ReviewTask, Submission
from editorial.notices.queries import told_about
from editorial.queries import may_look_at, possible_reviewers, review_answer, road_of, stand_ins_for
from editorial.queries.sheet import may_see_sheet
from editorial.reviewing.access import for_reviewers
from editorial.reviewing.forms import DecisionForm, HandOverForm, MarkFormSet, StandInForm
from editorial.reviewing.presenting import lines
from editorial.similarity import shown_to, similarity_of
from editorial.text import parts_of
from people.roles import Role, has_role, in_scope

MARKS = "marks"
DONE = {
    "approve": "已通过《{title}》的{step}。",
    "return": "已把《{title}》退回作者修改。",
    "hold": "《{title}》已放进待用稿。",
    "decline": "已回复作者：《{title}》不采用。",
}


def waiting_or_settled(task_state_id: int) -> TaskState:
    """Return a step of a review.

    Raises:
        Http404: there is none with this number.
    """
    states = TaskState.objects.select_related("workflow_state", "task", "revision")
    state = get_object_or_404(states, pk=task_state_id)
    if (
        not isinstance(state.task.specific, ReviewTask)
        or state.workflow_state.content_object is None
    ):
        raise Http404("没有这个审稿环节。")
    return state


@require_http_methods(["GET", "HEAD", "POST"])
@for_reviewers
def review(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """One piece as readers would see it, what the checks say, earlier opinions, the decision."""
    state = waiting_or_settled(task_state_id)
    page: Submission = state.workflow_state.content_object.specific
    if not may_look_at(state, page, request.user):
        raise PermissionDenied(review_answer(state, request.user).reason)
    try:
        sheet = _Sheet(request, state, page)
    except QueueEntry.DoesNotExist:  # decided, perhaps a moment ago
        return _settled(request, page, state)
    if request.method == "POST":
        return sheet.decide()
    return sheet.show()


@require_safe
@xframe_options_sameorigin
@for_reviewers
def preview(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """The version that waits, as readers would see it; stands in a frame of the review."""
    state = waiting_or_settled(task_state_id)
    page: Submission = state.workflow_state.content_object.specific
    if not may_look_at(state, page, request.user):
        raise PermissionDenied(review_answer(state, request.user).reason)
    draft = state.revision.as_object()
    request.is_preview = True
    response = draft.serve_preview(request, draft.default_preview_mode)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


class _Sheet:
    """The page of one review, with its forms as they were sent or blank."""

    def __init__(self, request: HttpRequest, state: TaskState, page: Submission) -> None:
        self.request, self.state, self.page = request, state, page
        self.step = Step(state.task.specific.step)
        self.answer = review_answer(state, request.user)
        self.entry = QueueEntry.objects.select_related("author", "unit", "claimed_by").get(
            pk=state.pk
        )
        self.draft: Submission = state.revision.as_object()
        self.parts = parts_of(self.draft)
        self.findings = run_checks(self.draft, opens_attachments=False)
        data = request.POST if request.method == "POST" else None
        blocked = any(finding.is_blocking for finding in self.findings)
        self.form = DecisionForm(
            data,
            initial={"revision": state.revision_id},
            is_last=road_of(state.workflow_state)[-1] == self.step,
            is_blocked=blocked,
        )
        # A decision without any marks is sent by whoever has no use for them.
        marked = data if data and f"{MARKS}-TOTAL_FORMS" in data else None
        self.marks = MarkFormSet(marked, prefix=MARKS, parts=self.parts)

    def decide(self) -> HttpResponse:
        """Carry out what was sent; refusals stand above the form, with everything typed."""
        if not self.answer:
            raise ReviewRefused(self.answer.reason)
        is_marked = self.request.POST.get("decision") == "return" and self.marks.is_bound
        if not self.form.is_valid() or (is_marked and not self.marks.is_valid()):
            return self.show(status=422)
        chosen = self.form.cleaned_data["decision"]
        try:
            self._carry_out(chosen)
        except ReviewRefused as refused:
            self.form.add_error(None, str(refused))
            return self.show(status=403)
        except (Conflict, NotPossible) as refused:
            self.form.add_error(None, str(refused))
            return self.show(status=409)
        words = DONE[chosen].format(title=self.draft.title, step=self.step.label)
        messages.success(self.request, words)
        return redirect("reviews:queue")

    def _carry_out(self, chosen: str) -> None:
        given = self.form.cleaned_data
        asked = {
            "task_state_id": self.state.pk,
            "reviewer": self.request.user,
            "revision_id": given["revision"],
            "comment": given["comment"],
        }
        if chosen == "approve":
            actions.approve(
                **asked,
                go_live_at=given.get("go_live_at"),
                despite_findings=given.get("despite_findings", False),
            )
        elif chosen == "return":
            actions.return_to_author(
                **asked, reasons=given["reasons"], places=self._places(), todo=given["todo"]
            )
        elif chosen == "hold":
            actions.hold(**asked)
        else:
            actions.decline(**asked, reasons=given["reasons"])

    def _places(self) -> list[dict[str, str]]:
        return self.marks.places if self.marks.is_bound else []

    def show(self, status: int = 200) -> HttpResponse:
        """Render the page."""
        template = "editorial/reviewing/review.html"
        return render(self.request, template, self._context(), status=status)

    def _context(self) -> dict[str, Any]:
        user, now = self.request.user, timezone.now()
        compared = similarity_of(self.state.revision_id)
        earlier = last_reviewed(self.page.pk, before_revision_id=self.state.revision_id)
        is_chief = has_role(user, Role.CHIEF_EDITOR)
        is_own_school = self.step == Step.SCHOOL and in_scope(
            user, Role.SCHOOL_ADMIN, self.entry.unit
        )
        return {
            "piece": self.draft,
            "line": lines([self.entry], user, now)[0],
            "step": self.step.label,
            "answer": self.answer,
            "form": self.form,
            "marks": self.marks,
            "advice": self.form.advice,
            "findings": self.findings,
            "spots": spots_of(self.parts, self.findings),
            "difference": difference(earlier.as_object(), self.draft) if earlier else None,
            "earlier": earlier,
            "similarity": shown_to(compared, for_author=None) if compared else None,
            "decisions": self.page.decisions.select_related("person", "undone_by"),
            "may_see_sheet": may_see_sheet(user, self.page),
            "told": told_about(self.page.pk),
            "hand_over": HandOverForm(people=possible_reviewers(self.entry), prefix="to"),
            "stand_in": StandInForm(people=stand_ins_for(self.entry), prefix="stand-in"),
            "may_hand_over": bool(self.answer) or is_chief,
            "may_name_stand_in": is_chief or is_own_school,
            "desk_menu": desk_menu(self.request),
            "page_title": self.draft.title,
        }


def _settled(request: HttpRequest, page: Submission, state: TaskState) -> HttpResponse:
    """Say who was faster (409), with everything that was decided."""
    settled = Decision.objects.filter(task_state_id=state.pk, verdict__in=SETTLING)
    context = {
        "piece": page,
        "decision": settled.select_related("decided_by", "undone_by").first(),
        "decisions": page.decisions.select_related("person", "undone_by"),
        "typed": request.POST.get("comment", ""),
        "waiting": QueueEntry.objects.filter(page_id=page.pk).first(),
        "desk_menu": desk_menu(request),
        "page_title": page.draft_title,
    }
    return render(request, "editorial/reviewing/settled.html", context, status=409)


@require_POST
@for_reviewers
def hand_over(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """Give a piece to a colleague."""
    entry = get_object_or_404(QueueEntry, pk=task_state_id)
    form = HandOverForm(request.POST, people=possible_reviewers(entry), prefix="to")
    if not form.is_valid():
        raise NotPossible(_first_error(form))
    person = form.cleaned_data["person"]
    actions.assign(task_state_id=task_state_id, by=request.user, to=person)
    messages.success(request, f"《{entry.title}》已交给{person.get_full_name()}。")
    return redirect("reviews:queue")


@require_POST
@for_reviewers
def stand_in(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """Let somebody take a step that is not theirs, with a reason."""
    entry = get_object_or_404(QueueEntry, pk=task_state_id)
    form = StandInForm(request.POST, people=stand_ins_for(entry), prefix="stand-in")
    if not form.is_valid():
        raise NotPossible(_first_error(form))
    person = form.cleaned_data["person"]
    actions.name_stand_in(
        task_state_id=task_state_id,
        by=request.user,
        person=person,
        reason=form.cleaned_data["reason"],
    )
    messages.success(request, f"《{entry.title}》由{person.get_full_name()}代审。")
    return redirect("reviews:queue")


@require_POST
@for_reviewers
def resume(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """Take a held piece back into the day's list."""
    decision = actions.resume(task_state_id=task_state_id, reviewer=request.user)
    messages.success(request, f"《{decision.page_title}》已回到待审稿件。")
    return redirect("reviews:review", task_state_id)


def _first_error(form: Any) -> str:
    return next(iter(form.errors.values()))[0]

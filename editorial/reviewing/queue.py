"""今天等您处理: the list, taking pieces from it, several approvals at once."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from editorial import actions
from editorial.desk.menu import desk_menu
from editorial.enums import Verdict
from editorial.models import Decision, EditorialSettings
from editorial.models.queue import QueueEntryQuerySet
from editorial.queries.queue import narrowed, overdue, queue_for, queue_summary
from editorial.queries.reviewing import last_undoable
from editorial.reviewing.access import for_reviewers
from editorial.reviewing.forms import QueueFilterForm
from editorial.reviewing.others import also_waiting
from editorial.reviewing.presenting import lines
from people.roles import Role, has_role
from portal.listing import paginate

PAGE_SIZE = 30
MOST_AT_ONCE = 50
# The chief editors' list of everything that is late, whoever should have decided.
LATE = "late"
# Of what waits beside pieces; each group has a list of its own.
SHOWN_OF_OTHERS = 10


@require_safe
@for_reviewers
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this person, by the day it is due; narrowed by a form."""
    now = timezone.now()
    is_chief = has_role(request.user, Role.CHIEF_EDITOR)
    form = QueueFilterForm(request.GET)
    chosen = form.chosen()
    own = queue_for(request.user)
    wants_late = is_chief and chosen.state == LATE
    entries = overdue(now) if wants_late else narrowed(own, chosen, request.user, now)
    page, querystring = paginate(request, _with_history(entries), PAGE_SIZE)
    limit = EditorialSettings.load().undo_seconds
    summary = queue_summary(own, request.user, now)
    others = also_waiting(request.user, SHOWN_OF_OTHERS)
    context = {
        "lines": lines(list(page.object_list), request.user, now),
        "page_obj": page,
        "querystring": querystring,
        "form": form,
        "chosen": chosen,
        "is_narrowed": any((chosen.text, chosen.kind, chosen.step, chosen.audience, chosen.claim)),
        "summary": summary,
        "late": overdue(now).count() if is_chief else 0,
        "is_chief": is_chief,
        "may_decide": not wants_late,
        "undoable": last_undoable(request.user, now, limit),
        "undo_seconds": limit,
        "others": others,
        "desk_menu": desk_menu(request, summary["waiting"] + sum(group.count for group in others)),
        "page_title": "今天等您处理",
    }
    return render(request, "editorial/reviewing/queue.html", context)


def _with_history(entries: QueueEntryQuerySet) -> QueueEntryQuerySet:
    reviewed = Decision.objects.filter(
        page_id=OuterRef("page_id"),
        verdict__in=(Verdict.APPROVE, Verdict.RETURN),
        revision_id__lt=OuterRef("revision_id"),
    )
    return entries.annotate(was_reviewed=Exists(reviewed))


@require_POST
@for_reviewers
def claim(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """Take a piece and open it."""
    actions.claim(task_state_id=task_state_id, reviewer=request.user)
    return redirect("reviews:review", task_state_id)


@require_POST
@for_reviewers
def release(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """Give a claimed piece back."""
    entry = actions.release_claim(task_state_id=task_state_id, reviewer=request.user)
    messages.success(request, f"《{entry.title}》已放回列表。")
    return redirect("reviews:queue")


@require_POST
@for_reviewers
def together(request: HttpRequest) -> HttpResponse:
    """Approve the pieces that were ticked; each of them is told about by itself."""
    chosen = _ticked(request)
    if not chosen:
        messages.warning(request, "请先勾选要通过的稿件。")
        return redirect("reviews:queue")
    outcomes = actions.approve_together(chosen=chosen, reviewer=request.user)
    done = [outcome for outcome in outcomes if outcome.decision]
    if done:
        messages.success(request, f"通过了 {len(done)} 篇。")
    for outcome in outcomes:
        if not outcome.decision:
            messages.warning(request, f"《{outcome.title}》没有通过：{outcome.refusal}")
    return redirect("reviews:queue")


def _ticked(request: HttpRequest) -> list[tuple[int, int]]:
    """Return pairs of step and listed version, as the boxes name them: ``12-340``."""
    pairs = []
    for value in request.POST.getlist("chosen")[:MOST_AT_ONCE]:
        step, _, revision = value.partition("-")
        if step.isdecimal() and revision.isdecimal() and len(value) < 40:
            pairs.append((int(step), int(revision)))
    return pairs


@require_POST
@for_reviewers
def undo(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Take back one's own last decision."""
    undone = actions.undo(decision_id=decision_id, reviewer=request.user)
    messages.success(request, f"已撤销，《{undone.page_title}》回到{undone.get_step_display()}。")
    return redirect("reviews:queue")

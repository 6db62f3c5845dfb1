"""Word about what happened, written in the transaction in which it happens."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from editorial.enums import Verdict
from editorial.models import Decision, EditorialSettings, QueueEntry, Submission
from editorial.notices import rules
from editorial.notices.actions import take_back, write
from editorial.notices.kinds import Party
from editorial.queries.roads import road_of


def tell(*, decision: Decision, page: Submission) -> None:
    """Write word of a decision to whom it concerns; nobody is told of what they did themselves."""
    is_last = decision.verdict == Verdict.APPROVE and _is_last_step(decision)
    for party, recipient_id, url in _parties(decision, page):
        notice = rules.notice_for(decision.verdict, party, is_last_step=is_last)
        if notice is None or recipient_id in (None, decision.decided_by_id):
            continue
        write(
            notice=notice,
            recipient_id=recipient_id,
            due_at=rules.due_at(
                decision.verdict, decision.decided_at, EditorialSettings.load().undo_seconds
            ),
            page_id=decision.page_id,
            page_title=decision.page_title,
            url=url,
            step=decision.get_step_display(),
            decision=decision,
        )


def tell_assigned(*, entry: QueueEntry, page: Submission) -> None:
    """Write word to a colleague to whom a piece was given, unless one took it oneself."""
    if entry.claimed_by_id in (None, entry.assigned_by_id):
        return
    write(
        notice=rules.ASSIGNMENT,
        recipient_id=entry.claimed_by_id,
        due_at=timezone.now(),
        page_id=page.pk,
        page_title=entry.title,
        url=reverse("reviews:review", args=[entry.pk]),
        step=entry.get_step_display(),
    )


def retract(*, decision: Decision) -> None:
    """Do not send what has not been sent about a decision that was undone; tell the others."""
    take_back(decision=decision, undoing=decision.undone_by)


def _parties(decision: Decision, page: Submission) -> Iterator[tuple[Party, int | None, str]]:
    """Yield who is somebody to the decision, and where word of it leads that person."""
    yield Party.AUTHOR, page.owner_id, reverse("editorial:submission", args=[page.pk])
    if decision.verdict == Verdict.SUBMIT:
        yield Party.RETURNER, _returner_id(decision), reverse("reviews:queue")
    if decision.verdict == Verdict.STAND_IN:
        url = reverse("reviews:review", args=[decision.task_state_id])
        yield Party.STAND_IN, decision.person_id, url


def _returner_id(decision: Decision) -> int | None:
    """Return who returned the piece in the round that goes on with this submission."""
    if decision.workflow_state_id is None:
        return None
    returned = Decision.objects.standing().filter(
        workflow_state_id=decision.workflow_state_id, verdict=Verdict.RETURN
    )
    return returned.values_list("decided_by_id", flat=True).last()


def _is_last_step(decision: Decision) -> bool:
    return decision.step == road_of(decision.workflow_state)[-1]

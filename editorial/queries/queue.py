"""今天等您处理: what waits for a person, by the day it is due."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from editorial.enums import Step
from editorial.models import QueueEntry, ReviewTask
from editorial.models.queue import QueueEntryQuerySet
from people.models import User
from people.roles import Role, has_role, units_in_scope


@dataclass(frozen=True)
class QueueFilter:
    """What the queue is narrowed to; empty means all.

    Attributes:
        claim: ``mine``, ``free`` or ``others``.
        state: ``overdue``, ``held`` or ``flagged`` (the checks found something).
    """

    kind: str = ""
    step: str = ""
    audience: str = ""
    claim: str = ""
    state: str = ""
    text: str = ""


def queue_for(reviewer: User) -> QueueEntryQuerySet:
    """Return what this person may decide about, the earliest due first.

    Pieces that the rules bar this person from are left out. Queries: for school administrators 2
    before it is read (roles and units), for others 1; 1 when read.
    """
    # As ``ReviewTask.opens_to`` says it of one step.
    open_ = ReviewTask.objects.filter(groups__user=reviewer, groups__user__is_active=True)
    in_reach = ~Q(step=Step.SCHOOL)
    if has_role(reviewer, Role.SCHOOL_ADMIN):
        in_reach |= Q(unit__in=units_in_scope(reviewer, Role.SCHOOL_ADMIN))
    reach = Q(step__in=open_.values("step")) & in_reach | Q(stand_in=reviewer)
    waiting = QueueEntry.objects.filter(reach).exclude(barred=reviewer)
    return _for_display(waiting)


def overdue(now: datetime) -> QueueEntryQuerySet:
    """Return every step that should have been decided, for the chief editors. Queries: 1."""
    return _for_display(QueueEntry.objects.filter(due_at__lte=now, held_at=None))


def _for_display(entries: QueueEntryQuerySet) -> QueueEntryQuerySet:
    return entries.select_related("author", "unit", "claimed_by").order_by("due_at", "pk")


def narrowed(
    entries: QueueEntryQuerySet, chosen: QueueFilter, reviewer: User, now: datetime
) -> QueueEntryQuerySet:
    """Return the entries that a filter leaves; held ones only where they are asked for."""
    for name in ("kind", "step", "audience"):
        if value := getattr(chosen, name):
            entries = entries.filter(**{name: value})
    if chosen.text:
        entries = entries.filter(Q(title__icontains=chosen.text) | Q(author__name=chosen.text))
    if chosen.claim == "mine":
        entries = entries.claimed(now).filter(claimed_by=reviewer)
    elif chosen.claim == "free":
        entries = entries.unclaimed(now)
    elif chosen.claim == "others":
        entries = entries.claimed(now).exclude(claimed_by=reviewer)
    if chosen.state == "held":
        return entries.exclude(held_at=None)
    if chosen.state == "overdue":
        entries = entries.filter(due_at__lte=now)
    elif chosen.state == "flagged":
        entries = entries.filter(Q(blocking__gt=0) | Q(warnings__gt=0))
    return entries.filter(held_at=None)


def queue_summary(entries: QueueEntryQuerySet, reviewer: User, now: datetime) -> dict[str, int]:
    """Return how many wait, are overdue, are claimed by the person, are held. Queries: 1."""
    open_ = Q(held_at=None)
    return entries.order_by().aggregate(
        waiting=Count("pk", filter=open_),
        overdue=Count("pk", filter=open_ & Q(due_at__lte=now)),
        mine=Count("pk", filter=open_ & Q(claimed_by=reviewer, claimed_until__gt=now)),
        held=Count("pk", filter=~open_),
    )

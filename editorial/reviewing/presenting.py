"""Queue entries as a reviewer reads them: how long, until when, whose."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from editorial.models import QueueEntry
from editorial.queries import submission_types
from editorial.rules import may_approve_together
from editorial.workdays.queries import due_day
from people.models import User


@dataclass(frozen=True)
class Line:
    """One line of the queue.

    Attributes:
        due: until when, in words; ``is_overdue`` marks it.
        age: how long the piece has waited at this step.
        claim: ``mine``, ``theirs`` or ``free``.
        was_returned: there is an earlier version that somebody decided about.
    """

    entry: QueueEntry
    kind: str
    due: str
    is_overdue: bool
    age: str
    claim: str
    may_approve_together: bool

    @property
    def was_reviewed(self) -> bool:
        """Whether an earlier version was reviewed, so that there is a difference to read."""
        return getattr(self.entry, "was_reviewed", False)


def lines(entries: list[QueueEntry], reader: User, now: datetime) -> list[Line]:
    """Return what the queue shows of each entry. Queries: none."""
    kinds = {word: str(model._meta.verbose_name) for word, model in submission_types().items()}
    return [
        Line(
            entry=entry,
            kind=kinds.get(entry.kind, entry.kind),
            due=due_in_words(entry.due_at, now),
            is_overdue=entry.due_at <= now and entry.held_at is None,
            age=age_in_words(entry.since, now),
            claim=_claim(entry, reader, now),
            may_approve_together=bool(may_approve_together(entry.audience)),
        )
        for entry in entries
    ]


def _claim(entry: QueueEntry, reader: User, now: datetime) -> str:
    holder = entry.claimant(now)
    if holder is None:
        return "free"
    return "mine" if holder.pk == reader.pk else "theirs"


def due_in_words(due_at: datetime, now: datetime) -> str:
    """Return the day something is due, as seen from now; days are local calendar days."""
    days = (due_day(due_at) - timezone.localtime(now).date()).days
    if days < 0:
        return f"已过期 {-days} 天"
    return {0: "今天到期", 1: "明天到期"}.get(days, f"还有 {days} 天")


def age_in_words(since: datetime, now: datetime) -> str:
    """Return how long something has waited."""
    hours = int((now - since).total_seconds() // 3600)
    if hours < 1:
        return "刚到"
    return f"等了 {hours} 小时" if hours < 24 else f"等了 {hours // 24} 天"

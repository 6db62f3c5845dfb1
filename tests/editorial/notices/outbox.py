"""Decisions, the passing of time, and what people see."""

from datetime import timedelta

from django.utils import timezone

from editorial.models import Notification
from people.models import User
from tests.editorial.factories import waiting_state


def decide(action, page, reviewer, **words):
    """Let a reviewer decide about a piece where it waits."""
    state = waiting_state(page)
    return action(task_state_id=state.pk, reviewer=reviewer, revision_id=state.revision_id, **words)


def let_time_pass() -> None:
    """Bring all that was written so far a day into the past, so that it is due."""
    past = timedelta(days=1)
    for row in Notification.objects.all():
        row.due_at -= past
        row.mail_at = row.mail_at and row.mail_at - past
        row.leased_until = row.leased_until and row.leased_until - past
        row.save()


def seen_by(recipient: User) -> list[str]:
    """Return the kinds of what a person can see in the site, in the order of writing."""
    shown = Notification.objects.visible(timezone.now()).filter(recipient=recipient)
    return list(shown.order_by("pk").values_list("kind", flat=True))

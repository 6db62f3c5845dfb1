"""Word about decisions, queued in their transaction."""

from editorial.enums import Step, Verdict
from editorial.models import Decision, QueueEntry, Submission
from editorial.tasks import tell_author

TOLD = (Verdict.RETURN, Verdict.WITHDRAW, Verdict.DECLINE)


def tell(*, decision: Decision, page: Submission) -> None:
    """Queue the word to whom a decision concerns."""
    is_published = decision.verdict == Verdict.APPROVE and decision.step == Step.FINAL
    if page.owner_id and (is_published or decision.verdict in TOLD):
        tell_author.enqueue(decision.pk, page.owner_id)


def tell_assigned(*, entry: QueueEntry, page: Submission) -> None:
    """Queue the word to a colleague to whom a piece was given."""


def retract(*, decision: Decision) -> None:
    """Do not send what has not been sent about a decision that was taken back."""

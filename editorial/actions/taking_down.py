"""Taking down what is public: one way for every reason."""

from wagtail.actions.unpublish_page import UnpublishPageAction

from editorial.actions.recording import record
from editorial.enums import Verdict
from editorial.models import Decision, Release, Submission
from people.models import User


def take_down(page: Submission, *, decided_by: User | None, comment: str) -> Decision | None:
    """Take a public piece down at once, put it on record and queue word to its author.

    A piece that passed its reviews and waits for a set time is stopped in the same way. A review
    that is under way goes on. Must run in a transaction, with the page locked; who may do this,
    and why, is for the caller to decide.

    Args:
        page: the piece, as ``locked_submission`` returns it.
        decided_by: who stands for it in the record; where nobody acted, whoever released it.
        comment: the reason, for the record and the author.

    Returns:
        The line of the record, or None where nothing was public.
    """
    release = Release.objects.in_force(page.pk).select_related("released_by").first()
    if release is None or not (page.live or page.approved_schedule):
        return None
    decided_by = decided_by or release.released_by
    decision = record(
        page,
        verdict=Verdict.WITHDRAW,
        decided_by=decided_by,
        revision_id=page.live_revision_id or release.revision_id,
        audience=release.audience,
        comment=comment.strip(),
    )
    page.revisions.update(approved_go_live_at=None)
    UnpublishPageAction(page, user=decided_by).execute(skip_permission_checks=True)
    return decision

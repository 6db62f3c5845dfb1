"""Handing in and taking back."""

from django.core.exceptions import ValidationError
from django.db import transaction

from editorial import rules
from editorial.actions.locking import locked_submission
from editorial.enums import Verdict
from editorial.errors import Conflict, NotPossible, ReviewRefused
from editorial.models import Decision, Submission
from editorial.queries import standing_of
from people.models import User


@transaction.atomic
def submit(*, page_id: int, author: User, revision_id: int | None = None) -> Submission:
    """Hand in the latest version of a piece for review.

    A returned piece goes back to the step that returned it; any other begins with the first.

    Args:
        page_id: the piece.
        author: who hands it in; must own it.
        revision_id: the version that the author sees, if known.

    Raises:
        ReviewRefused: the piece belongs to somebody else.
        NotPossible: it is in review already, or has no new text.
        Conflict: a newer version was saved meanwhile.
        ValidationError: something is missing, by field.
    """
    page = locked_submission(page_id)
    if page.owner_id != author.pk:
        raise ReviewRefused("只有作者本人可以送审。")
    if revision_id is not None and page.latest_revision_id != revision_id:
        raise Conflict("这篇稿件在别处有了更新的版本，请先核对。")
    standing = standing_of(page)
    verdict = rules.may_submit(standing.state, has_new_text=standing.has_new_text)
    if not verdict:
        raise NotPossible(verdict.reason)
    missing = page.get_latest_revision_as_object().missing_for_submission()
    if missing:
        raise ValidationError(missing)
    workflow = page.get_workflow()
    if workflow is None:
        raise NotPossible("这个栏目还没有设置审稿流程，请联系站点管理员。")

    round_ = page.workflow_states.active().select_for_update().first()
    Decision.objects.create(
        page_id=page.pk,
        page_title=page.draft_title,
        workflow_state=round_,
        revision_id=page.latest_revision_id,
        verdict=Verdict.SUBMIT,
        decided_by=author,
    )
    if round_ is None:
        workflow.start(page, author)
    else:
        round_.resume(author)
    return page


@transaction.atomic
def recall(*, page_id: int, author: User) -> Submission:
    """Take a piece back out of review; its next submission begins with the first review.

    Raises:
        ReviewRefused: the piece belongs to somebody else.
        NotPossible: it is not in review.
    """
    page = locked_submission(page_id)
    if page.owner_id != author.pk:
        raise ReviewRefused("只有作者本人可以撤回。")
    standing = standing_of(page)
    verdict = rules.may_recall(standing.state)
    if not verdict:
        raise NotPossible(verdict.reason)
    round_ = page.workflow_states.active().select_for_update().get()
    Decision.objects.create(
        page_id=page.pk,
        page_title=page.draft_title,
        workflow_state=round_,
        revision_id=round_.current_task_state.revision_id,
        step=standing.step or "",
        verdict=Verdict.RECALL,
        decided_by=author,
    )
    round_.cancel(user=author)
    return page

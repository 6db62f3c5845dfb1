"""Handing in and taking back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import WorkflowState

from editorial import rules
from editorial.actions.consent import record_declared_consents
from editorial.actions.locking import locked_submission
from editorial.actions.marking import settle_comments
from editorial.actions.numbering import number_for
from editorial.actions.queueing import leave_queue
from editorial.actions.recording import record
from editorial.actions.roads import workflow_for
from editorial.checks import findings_as_json, run_checks
from editorial.enums import Audience, State, Verdict
from editorial.errors import ChecksFailed, Conflict, NotPossible, ReviewRefused
from editorial.models import Release, Submission
from editorial.queries import road_for, road_of, standing_of
from editorial.queries.roads import Road
from editorial.signals import handed_in
from editorial.similarity.tasks import check_similarity, index_revision
from editorial.tasks import check_files
from people.models import User


@transaction.atomic
def submit(*, page_id: int, author: User, revision_id: int | None = None) -> Submission:
    """Hand in the latest version of a piece for review.

    A returned piece goes back to the step that returned it, unless it is now meant for an
    audience that takes another road; any other begins with the first step.

    Args:
        page_id: the piece.
        author: who hands it in; must own it.
        revision_id: the version that the author sees, if known.

    Raises:
        ReviewRefused: the piece belongs to somebody else.
        NotPossible: it is in review already, has no new text, is for its author alone, or for a
            unit that the author has not.
        Conflict: a newer version was saved meanwhile.
        ValidationError: something is missing, by field.
        ChecksFailed: the checks found what must be changed first.
    """
    page = locked_submission(page_id)
    if page.owner_id != author.pk:
        raise ReviewRefused("只有作者本人可以送审。")
    if revision_id is not None and page.latest_revision_id != revision_id:
        raise Conflict("这篇稿件在别处有了更新的版本，请先核对。")
    standing = standing_of(page)
    answer = rules.may_submit(
        standing.state, has_new_text=standing.has_new_text, audience=standing.audience
    )
    if not answer:
        raise NotPossible(answer.reason)
    draft = page.get_latest_revision_as_object()
    if draft.audience == Audience.SCHOOL and draft.school is None:
        raise NotPossible("您的账号还没有登记单位，不能只给本单位看。请联系学校管理员。")
    if missing := draft.missing_for_submission():
        raise ValidationError(missing)
    findings = run_checks(draft, opens_attachments=False)
    if any(finding.is_blocking for finding in findings):
        raise ChecksFailed(findings)
    record_declared_consents(draft, author)
    settle_comments(page, author)
    number_for(page)
    road = road_for(page.kind, draft.audience)
    round_ = _round_to_resume(page, road, author)
    record(
        page,
        verdict=Verdict.SUBMIT,
        decided_by=author,
        revision_id=page.latest_revision_id,
        workflow_state=round_,
        audience=draft.audience,
        findings=findings_as_json(findings),
    )
    if round_ is None:
        workflow_for(road).start(page, author)
    else:
        round_.resume(author)
    check_files.enqueue(page.latest_revision_id)
    check_similarity.enqueue(page.latest_revision_id)
    index_revision.enqueue(page.latest_revision_id)
    handed_in.send(type(draft), page=draft)
    return page


def _round_to_resume(page: Submission, road: Road, author: User) -> WorkflowState | None:
    round_ = page.workflow_states.active().select_for_update().first()
    if round_ and road_of(round_) != road:
        round_.cancel(user=author)
        return None
    return round_


@transaction.atomic
def recall(*, page_id: int, author: User) -> Submission:
    """Take a piece back out of review, or before the time of its publication.

    Its next submission begins with the first step.

    Raises:
        ReviewRefused: the piece belongs to somebody else.
        NotPossible: it is not in review, nor waits for its time.
    """
    page = locked_submission(page_id)
    if page.owner_id != author.pk:
        raise ReviewRefused("只有作者本人可以撤回。")
    standing = standing_of(page)
    answer = rules.may_recall(standing.state)
    if not answer:
        raise NotPossible(answer.reason)
    if standing.state == State.SCHEDULED:
        _recall_scheduled(page, author)
        return page
    round_ = page.workflow_states.active().select_for_update().get()
    waiting = round_.current_task_state
    waiting.workflow_state = round_
    record(
        page,
        verdict=Verdict.RECALL,
        decided_by=author,
        revision_id=waiting.revision_id,
        task_state=waiting,
        audience=standing.audience,
    )
    leave_queue(waiting)
    round_.cancel(user=author)
    return page


def _recall_scheduled(page: Submission, author: User) -> None:
    licence = Release.objects.in_force(page.pk).get()
    # The licence goes with the decision it stands on.
    record(
        page,
        verdict=Verdict.RECALL,
        decided_by=author,
        revision_id=licence.revision_id,
        audience=licence.audience,
        undoes=licence.decision,
    )
    page.revisions.update(approved_go_live_at=None)

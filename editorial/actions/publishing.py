"""Before readers and away from them: release, publication at a set time, correction, withdrawal."""

from datetime import datetime

from django.db import transaction
from wagtail.models import Revision, TaskState

from editorial import rules
from editorial.actions.locking import locked_submission
from editorial.actions.recording import record
from editorial.actions.taking_down import take_down
from editorial.enums import Audience, Step, Verdict
from editorial.errors import NotPossible, ReviewRefused
from editorial.models import Decision, Release, Submission
from editorial.queries import approvals_of, writer_ids
from editorial.queries.roads import Road
from people.models import User
from people.roles import Role, has_role


def release(
    task_state: TaskState, page: Submission, draft: Submission, decision: Decision, road: Road
) -> Release:
    """License a version to be shown to the audience it asks for; called by ``approve`` only.

    Raises:
        ReviewRefused: its reviews are not what ``rules.may_release`` asks for.
    """
    approvals = approvals_of(task_state.workflow_state)
    answer = rules.may_release(
        audience=draft.audience,
        road=road,
        revision_id=task_state.revision_id,
        writer_ids=writer_ids(page),
        approvals=approvals,
    )
    if not answer:
        raise ReviewRefused(answer.reason)
    # 责任编辑: who answers for the text towards readers, the first editor who approved it.
    editors = [a for a in approvals if a.step != Step.SCHOOL] or approvals
    first = min(editors, key=lambda approval: list(Step).index(Step(approval.step)))
    in_charge = next(a.reviewer_id for a in reversed(editors) if a.step == first.step)
    type(page).objects.filter(pk=page.pk).update(editor_in_charge_id=in_charge)
    return Release.objects.create(
        page_id=page.pk,
        revision_id=task_state.revision_id,
        audience=draft.audience,
        unit=draft.school if draft.audience == Audience.SCHOOL else None,
        decision=decision,
        released_by=decision.decided_by,
    )


def set_go_live_at(revision: Revision, moment: datetime | None) -> None:
    """Let the publication of a version wait for ``moment``, or for none any more."""
    revision.content |= {"go_live_at": moment.isoformat() if moment else None}
    revision.save(update_fields=["content"])


@transaction.atomic
def correct(*, page_id: int, chief: User, note: str) -> Decision:
    """Add a visible note of correction to a live piece.

    The text itself changes along the road like any other version; the note tells readers at once.

    Args:
        page_id: the piece.
        chief: a chief editor.
        note: what was wrong and what is right, as readers will see it; must not be empty.

    Raises:
        ReviewRefused: the person is no chief editor.
        NotPossible: the piece is not live, or there is no note.
    """
    if not has_role(chief, Role.CHIEF_EDITOR):
        raise ReviewRefused("只有总编可以发更正。")
    if not note.strip():
        raise NotPossible("请写明更正的内容。")
    page = locked_submission(page_id)
    if not page.live:
        raise NotPossible("这篇稿件没有发布，不用更正。")
    return record(
        page,
        verdict=Verdict.CORRECT,
        decided_by=chief,
        revision_id=page.live_revision_id,
        audience=page.audience,
        comment=note.strip(),
    )


@transaction.atomic
def withdraw(*, page_id: int, chief: User, comment: str) -> Submission:
    """Take a published piece down at once; its pictures become private with it.

    A piece that passed its reviews and waits for a set time is stopped in the same way.

    Args:
        page_id: the piece.
        chief: a chief editor; one person is enough, for this is for emergencies.
        comment: the reason, for the record and the author; must not be empty.

    Raises:
        ReviewRefused: the person is no chief editor.
        NotPossible: the piece is not public, or no reason is given.
    """
    if not has_role(chief, Role.CHIEF_EDITOR):
        raise ReviewRefused("只有总编可以撤稿。")
    if not comment.strip():
        raise NotPossible("撤稿要写明理由。")
    page = locked_submission(page_id)
    if not take_down(page, decided_by=chief, comment=comment):
        raise NotPossible("这篇稿件没有公开，不用撤稿。")
    return page

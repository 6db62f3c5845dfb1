"""Deciding about a piece at the step where it waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision, TaskState

from editorial import rules
from editorial.actions.claiming import entry_for
from editorial.actions.locking import locked_task_state
from editorial.actions.marking import comment_on
from editorial.actions.publishing import release, set_go_live_at
from editorial.actions.queueing import days_for, leave_queue
from editorial.actions.recording import record
from editorial.checks import findings_as_json, read_attachments, run_checks
from editorial.checks.consent import CONSENT
from editorial.enums import Step, Verdict
from editorial.errors import ChecksFailed, Conflict, NotPossible, ReviewRefused
from editorial.models import Decision, EditorialSettings, QueueEntry, ReturnReason, Submission
from editorial.queries import review_answer, road_of
from editorial.similarity import similarity_of
from editorial.workdays.queries import due_at
from people.models import User


@dataclass(frozen=True)
class Outcome:
    """What became of one of several pieces: the decision, or the words of the refusal."""

    task_state_id: int
    title: str
    decision: Decision | None = None
    refusal: str = ""


def approve(
    *,
    task_state_id: int,
    reviewer: User,
    revision_id: int,
    comment: str = "",
    go_live_at: datetime | None = None,
    despite_findings: bool = False,
) -> Decision:
    """Approve a piece at the step where it waits; the last approval of its road publishes it.

    Args:
        task_state_id: the step.
        reviewer: who decides.
        revision_id: the version that the reviewer read.
        comment: an opinion for the record.
        go_live_at: when it shall be published; only with the last approval of the road.
        despite_findings: the reviewer has looked at what the checks call blocking and says in
            ``comment`` why it may stand. A missing consent may not.

    Raises:
        ReviewRefused: this person may not decide here (``rules.may_review``).
        Conflict: the step was decided meanwhile, is claimed by a colleague, or another version
            waits there.
        ChecksFailed: the checks found what must be changed.
        NotPossible: the text resembles another one so much that an opinion must be given; or the
            time of publication is past, or not this step's to set.
    """
    # Files are read before the transaction, in which nothing may wait for them.
    _read_files(task_state_id, revision_id)
    with transaction.atomic():
        task_state, page = _ready(task_state_id, reviewer, revision_id)
        draft: Submission = page.get_latest_revision_as_object()
        findings = run_checks(draft, opens_attachments=False)
        _ask_for_opinion(task_state, findings, comment, despite_findings)
        road = road_of(task_state.workflow_state)
        is_last = task_state.task.specific.step == road[-1]
        _ask_for_time(go_live_at, is_last)
        decision = record(
            page,
            verdict=Verdict.APPROVE,
            decided_by=reviewer,
            revision_id=revision_id,
            task_state=task_state,
            audience=draft.audience,
            comment=comment.strip(),
            findings=findings_as_json(findings),
            as_stand_in=_is_stand_in(task_state, reviewer),
        )
        leave_queue(task_state)
        if is_last:
            if go_live_at:
                set_go_live_at(task_state.revision, go_live_at)
            release(task_state, page, draft, decision, road)
        task_state.approve(user=reviewer, comment=comment)
    return decision


def approve_together(
    *, chosen: Iterable[tuple[int, int]], reviewer: User, comment: str = ""
) -> list[Outcome]:
    """Approve several pieces; each succeeds or is refused by itself.

    Args:
        chosen: pairs of step and the version that was listed.

    Returns:
        what became of each, in the same order.
    """
    outcomes = []
    for task_state_id, revision_id in chosen:
        entry = QueueEntry.objects.filter(pk=task_state_id).first()
        title = entry.title if entry else ""
        answer = rules.may_approve_together(entry.audience) if entry else rules.ALLOWED
        try:
            if not answer:
                raise ReviewRefused(answer.reason)
            decision = approve(
                task_state_id=task_state_id,
                reviewer=reviewer,
                revision_id=revision_id,
                comment=comment,
            )
        except (ReviewRefused, Conflict, NotPossible) as refused:
            outcomes.append(Outcome(task_state_id, title, refusal=str(refused)))
        else:
            outcomes.append(Outcome(task_state_id, title, decision))
    return outcomes


@transaction.atomic
def return_to_author(
    *,
    task_state_id: int,
    reviewer: User,
    revision_id: int,
    comment: str,
    reasons: Iterable[str] = (),
    places: Iterable[dict] = (),
    todo: str = "",
) -> Decision:
    """Return a piece to its author with a reason; it comes back to the same step.

    Args:
        task_state_id, reviewer, revision_id: as in ``approve``.
        comment: what is wrong, in one plain sentence; must not be empty.
        reasons: codes of ``ReturnReason``.
        places: what is marked, each with ``place``, ``label``, ``quote`` and ``note``.
        todo: what the author should do.

    Raises:
        ReviewRefused, Conflict: as in ``approve``.
        NotPossible: no reason is given, or an unknown one.
    """
    if not comment.strip():
        raise NotPossible("退回稿件要写明理由，作者才知道怎么改。")
    task_state, page = _ready(task_state_id, reviewer, revision_id)
    places = list(places)
    comment_on(page, reviewer, places)
    decision = _send_back(
        Verdict.RETURN,
        task_state,
        page,
        reviewer,
        comment=comment.strip(),
        reasons=_labelled(reasons),
        places=places,
        todo=todo.strip(),
    )
    task_state.reject(user=reviewer, comment=comment)
    return decision


@transaction.atomic
def decline(
    *,
    task_state_id: int,
    reviewer: User,
    revision_id: int,
    comment: str,
    reasons: Iterable[str] = (),
) -> Decision:
    """Decline a piece: the round ends, the text stays with its author.

    Args, raises: as ``return_to_author``.
    """
    if not comment.strip():
        raise NotPossible("不采用要写明理由。")
    task_state, page = _ready(task_state_id, reviewer, revision_id)
    decision = _send_back(
        Verdict.DECLINE,
        task_state,
        page,
        reviewer,
        comment=comment.strip(),
        reasons=_labelled(reasons),
    )
    task_state.workflow_state.cancel(user=reviewer)
    return decision


@transaction.atomic
def hold(*, task_state_id: int, reviewer: User, revision_id: int, comment: str = "") -> Decision:
    """Keep a piece for later use (待用): it stays at its step, out of the day's list.

    Raises:
        ReviewRefused, Conflict: as in ``approve``.
        NotPossible: it is held already.
    """
    task_state, page = _ready(task_state_id, reviewer, revision_id)
    entry = QueueEntry.objects.get(pk=task_state.pk)
    if entry.held_at:
        raise NotPossible("这篇稿件已经在待用稿里。")
    entry.held_at = timezone.now()
    entry.claimed_by = entry.claimed_until = entry.assigned_by = None
    entry.save(update_fields=["held_at", "claimed_by", "claimed_until", "assigned_by"])
    return record(
        page,
        verdict=Verdict.HOLD,
        decided_by=reviewer,
        revision_id=revision_id,
        task_state=task_state,
        audience=entry.audience,
        comment=comment.strip(),
    )


@transaction.atomic
def resume(*, task_state_id: int, reviewer: User) -> Decision:
    """Take a held piece back into the day's list; its time begins anew.

    Raises:
        ReviewRefused: this person may not decide here.
        NotPossible: it is not held.
        Conflict: the step was decided meanwhile.
    """
    task_state, page = locked_task_state(task_state_id)
    answer = review_answer(task_state, reviewer)
    if not answer:
        raise ReviewRefused(answer.reason)
    if not QueueEntry.objects.filter(pk=task_state.pk).exclude(held_at=None).exists():
        raise NotPossible("这篇稿件不在待用稿里。")
    unhold(task_state)
    return record(
        page,
        verdict=Verdict.RESUME,
        decided_by=reviewer,
        revision_id=task_state.revision_id,
        task_state=task_state,
    )


def unhold(task_state: TaskState) -> None:
    """Put a held step back into the day's list."""
    now = timezone.now()
    due = due_at(now, days_for(Step(task_state.task.specific.step)))
    QueueEntry.objects.filter(pk=task_state.pk).update(held_at=None, since=now, due_at=due)


def _read_files(task_state_id: int, revision_id: int) -> None:
    waiting = QueueEntry.objects.filter(pk=task_state_id, revision_id=revision_id)
    if waiting.exists() and (version := Revision.objects.filter(pk=revision_id).first()):
        read_attachments(version.as_object())


def _ask_for_time(go_live_at: datetime | None, is_last: bool) -> None:
    if go_live_at and not is_last:
        raise NotPossible("发布时间由最后一审来定。")
    if go_live_at and go_live_at <= timezone.now():
        raise NotPossible("发布时间要晚于现在；想马上发布，请留空。")


def _ready(task_state_id: int, reviewer: User, revision_id: int) -> tuple[TaskState, Submission]:
    """Return the locked step and piece if this person may decide about this version of it."""
    task_state, page = locked_task_state(task_state_id)
    answer = review_answer(task_state, reviewer)
    if not answer:
        raise ReviewRefused(answer.reason)
    entry_for(task_state, reviewer)
    if not task_state.revision_id == revision_id == page.latest_revision_id:
        raise Conflict("您看到的不是最新的版本，请重新打开这篇稿件。")
    return task_state, page


def _send_back(
    verdict: Verdict, task_state: TaskState, page: Submission, reviewer: User, **words: object
) -> Decision:
    decision = record(
        page,
        verdict=verdict,
        decided_by=reviewer,
        revision_id=task_state.revision_id,
        task_state=task_state,
        audience=QueueEntry.objects.get(pk=task_state.pk).audience,
        as_stand_in=_is_stand_in(task_state, reviewer),
        **words,
    )
    leave_queue(task_state)
    return decision


def _labelled(codes: Iterable[str]) -> list[dict[str, str]]:
    codes = list(dict.fromkeys(codes))
    labels = dict(ReturnReason.objects.filter(code__in=codes).values_list("code", "label"))
    if unknown := [code for code in codes if code not in labels]:
        raise NotPossible(f"没有这条理由：{unknown[0]}。")
    return [{"code": code, "label": labels[code]} for code in codes]


def _is_stand_in(task_state: TaskState, reviewer: User) -> bool:
    return QueueEntry.objects.filter(pk=task_state.pk, stand_in=reviewer).exists()


def _ask_for_opinion(
    task_state: TaskState, findings: list, comment: str, despite_findings: bool
) -> None:
    """Refuse an approval without a word where the checks, or a similar text, ask for one."""
    blocking = [finding for finding in findings if finding.is_blocking]
    may_stand = all(finding.checker != CONSENT for finding in blocking)
    if blocking and not (may_stand and despite_findings and comment.strip()):
        raise ChecksFailed(findings)
    similarity = similarity_of(task_state.revision_id)
    line = EditorialSettings.load().similarity_hold
    if similarity and similarity.percent >= line and not comment.strip():
        raise NotPossible(f"这一稿与别处文字重合 {similarity.percent}%，通过时请写明意见。")

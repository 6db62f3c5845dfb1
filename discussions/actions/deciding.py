"""What editors decide about versions, contributions and topics; each is one row of the record."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from discussions import queries, rules
from discussions.actions.locking import GONE, locked_contribution, locked_topic
from discussions.actions.settling import last_good, settle, settle_topic, show_version
from discussions.actions.telling import tell_author, tell_reporters
from discussions.enums import State, Verdict
from discussions.models import Contribution, ModerationEntry, Reason, Report, Topic, Version
from discussions.places import Place, load_place
from editorial.errors import Conflict, NotPossible, ReviewRefused
from editorial.notices import rules as notices
from people.models import User

LONGEST_COMMENT = 300


@transaction.atomic
def approve(*, version_id: int, by: User) -> Version:
    """Let readers have a version. Reports about its contribution are settled by it.

    Raises:
        ReviewRefused: ``by`` is no editor, or wrote it.
        Conflict: somebody has decided about it, or its author has changed it.
        NotPossible: there is none that ``by`` may read.
    """
    contribution, version = _waiting(version_id, by)
    was_seen = contribution.is_visible and contribution.shown_id == version.pk
    _decide(version, State.APPROVED, by)
    _record(Verdict.APPROVE, by, contribution, version)
    show_version(contribution, version)
    settle(contribution)
    if not was_seen:
        tell_author(notices.SAID_SHOWN, contribution)
    return version


@transaction.atomic
def refuse(*, version_id: int, by: User, reasons: Collection[str], comment: str) -> Version:
    """Refuse a version: readers keep what they had before. The author keeps the text, and may
    hand it in again with changes.

    Args:
        reasons: codes of ``Reason``; at least one.
        comment: a sentence for the author.

    Raises:
        ReviewRefused, Conflict, NotPossible: as of ``approve``.
        ValidationError: by field.
    """
    contribution, version = _waiting(version_id, by)
    chosen = _reasons(reasons, comment)
    _decide(version, State.REFUSED, by, chosen, comment.strip())
    _record(Verdict.REFUSE, by, contribution, version, chosen, comment.strip())
    if contribution.shown_id == version.pk:
        show_version(contribution, last_good(contribution))
    settle(contribution)
    _settle_reports(contribution)
    tell_author(notices.SAID_REFUSED, contribution, _said(chosen, comment))
    return version


@transaction.atomic
def hide(*, contribution_id: int, by: User, reasons: Collection[str], comment: str) -> Contribution:
    """Take a contribution out of sight, a whole topic with its first one. Again changes nothing.

    Args:
        by: an editor, or who looks after the place.

    Raises:
        ReviewRefused, NotPossible, ValidationError: as of ``refuse``.
    """
    contribution = _tended(contribution_id, by)
    chosen = _reasons(reasons, comment)
    if contribution.hidden_at is None:
        contribution.hidden_at = timezone.now()
        _record(Verdict.HIDE, by, contribution, None, chosen, comment.strip())
        settle(contribution)
        _settle_reports(contribution)
        tell_author(notices.SAID_HIDDEN, contribution, _said(chosen, comment))
    return contribution


@transaction.atomic
def show(*, contribution_id: int, by: User) -> Contribution:
    """Let readers see a hidden contribution again. Again changes nothing.

    Raises:
        ReviewRefused, NotPossible: as of ``hide``.
    """
    contribution = _tended(contribution_id, by)
    if contribution.hidden_at is not None:
        contribution.hidden_at = None
        _record(Verdict.SHOW, by, contribution)
        settle(contribution)
    return contribution


@transaction.atomic
def dismiss_reports(*, contribution_id: int, by: User) -> int:
    """Say that a contribution may stand as it is. Returns how many reports that settles.

    Raises:
        ReviewRefused: ``by`` is no editor, or wrote it.
        NotPossible: there is none that ``by`` may read.
    """
    contribution = locked_contribution(contribution_id)
    _require_place(contribution.topic, by)
    _require_deciding(by, contribution)
    settled = _settle_reports(contribution)
    if settled:
        _record(Verdict.KEEP, by, contribution)
    return settled


@transaction.atomic
def lock(*, topic_id: int, by: User) -> Topic:
    """Close a topic: it stands, nobody adds to it. Again changes nothing.

    Raises:
        ReviewRefused: ``by`` is neither an editor nor looks after the place.
        NotPossible: there is none that ``by`` may read.
    """
    topic = _tended_topic(topic_id, by)
    if topic.locked_at is None:
        topic.locked_at = timezone.now()
        topic.save(update_fields=["locked_at"])
        _record(Verdict.LOCK, by, topic=topic)
    return topic


@transaction.atomic
def unlock(*, topic_id: int, by: User) -> Topic:
    """Open a topic again. Raises: as ``lock``."""
    topic = _tended_topic(topic_id, by)
    if topic.locked_at is not None:
        topic.locked_at = None
        topic.save(update_fields=["locked_at"])
        _record(Verdict.UNLOCK, by, topic=topic)
    return topic


@transaction.atomic
def move(*, topic_id: int, by: User, kind: str, place_id: int) -> Topic:
    """Move a topic to another place.

    Its writers meant the readers of the old place: from a page that only some may read nothing
    moves, and what was not written for everybody is shown to nobody more.

    Raises:
        ReviewRefused: ``by`` is no editor.
        NotPossible: topic or place cannot be read by ``by``, or the old page is not public.
    """
    topic = locked_topic(topic_id)
    old = _require_place(topic, by)
    if not queries.is_editor(by):
        raise ReviewRefused("只有编辑和总编可以移动话题。")
    new = load_place(by, kind, place_id)
    if new is None:
        raise NotPossible("没有找到要移到的页面。")
    answer = rules.may_move(is_public_place=load_place(None, *old.key) is not None)
    if not answer:
        raise NotPossible(answer.reason)
    if new.key != old.key:
        topic.kind, topic.place_id = kind, place_id
        topic.place_type = new.kind.content_type
        topic.save(update_fields=["kind", "place_id", "place_type"])
        words = f"从{old.kind.label}“{old.title}”移到{new.kind.label}“{new.title}”"
        _record(Verdict.MOVE, by, topic=topic, comment=words[:LONGEST_COMMENT])
        settle_topic(topic)
    return topic


def _waiting(version_id: int, by: User) -> tuple[Contribution, Version]:
    found = Version.objects.filter(pk=version_id).values_list("contribution_id", flat=True).first()
    if found is None:
        raise NotPossible("没有这条发言。")
    contribution = locked_contribution(found)
    _require_place(contribution.topic, by)
    _require_deciding(by, contribution)
    version = contribution.versions.select_related("decided_by").get(pk=version_id)
    if version.state == State.REPLACED:
        raise Conflict("作者刚刚改了这条发言，请看新的一版。")
    if version.state != State.WAITING:
        who = version.decided_by.name if version.decided_by else "别的编辑"
        raise Conflict(f"{who}已经处理了这条发言：{version.get_state_display()}。")
    if contribution.withdrawn_at or contribution.hidden_at:
        raise Conflict("这条发言已经收回或隐藏，不用再看。")
    return contribution, version


def _decide(
    version: Version,
    state: State,
    by: User,
    reasons: list[dict[str, str]] | None = None,
    comment: str = "",
) -> None:
    version.state, version.decided_by, version.decided_at = state, by, timezone.now()
    version.reasons, version.comment = reasons or [], comment
    version.save()


def _require_place(topic: Topic, by: User) -> Place:
    place = queries.place_for(by, topic.kind, topic.place_id)
    if place is None:
        raise NotPossible(GONE)
    return place


def _require_deciding(by: User, contribution: Contribution) -> None:
    answer = rules.may_decide(
        is_editor=queries.is_editor(by), is_author=contribution.author_id == by.pk
    )
    if not answer:
        raise ReviewRefused(answer.reason)


def _tended(contribution_id: int, by: User) -> Contribution:
    contribution = locked_contribution(contribution_id)
    place = _require_place(contribution.topic, by)
    answer = rules.may_tend(
        is_editor=queries.is_editor(by),
        tends_place=queries.tends(by, place),
        is_author=contribution.author_id == by.pk,
    )
    if not answer:
        raise ReviewRefused(answer.reason)
    return contribution


def _tended_topic(topic_id: int, by: User) -> Topic:
    topic = locked_topic(topic_id)
    place = _require_place(topic, by)
    answer = rules.may_tend(
        is_editor=queries.is_editor(by), tends_place=queries.tends(by, place), is_author=False
    )
    if not answer:
        raise ReviewRefused(answer.reason)
    return topic


def _reasons(codes: Collection[str], comment: str) -> list[dict[str, str]]:
    found = Reason.objects.filter(code__in=codes, is_active=True)
    chosen = [{"code": reason.code, "label": reason.label} for reason in found]
    problems = {}
    if not chosen:
        problems["reasons"] = ["请至少选一条理由。"]
    if not comment.strip():
        problems["comment"] = ["请用一句话写给作者：哪里不合适，怎么改。"]
    elif len(comment.strip()) > LONGEST_COMMENT:
        problems["comment"] = [f"最多 {LONGEST_COMMENT} 个字。"]
    if problems:
        raise ValidationError(problems)
    return chosen


def _said(reasons: list[dict[str, str]], comment: str) -> str:
    return f"{'、'.join(each['label'] for each in reasons)}。{comment.strip()}"


def _settle_reports(contribution: Contribution) -> int:
    """Settle what is open about a contribution, and tell who reported it."""
    reports = Report.objects.filter(contribution=contribution, settled_at=None)
    reporters = [pk for pk in reports.values_list("reporter_id", flat=True) if pk]
    settled = reports.update(settled_at=timezone.now())
    tell_reporters(contribution, reporters)
    return settled


def _record(
    verdict: Verdict,
    by: User,
    contribution: Contribution | None = None,
    version: Version | None = None,
    reasons: list[dict[str, str]] | None = None,
    comment: str = "",
    *,
    topic: Topic | None = None,
) -> None:
    about = topic or (contribution.topic if contribution else None)
    if about is None:
        raise ValueError("a decision is about a topic or a contribution")
    ModerationEntry.objects.create(
        topic=about,
        contribution=contribution,
        version=version.number if version else None,
        verdict=verdict,
        reasons=reasons or [],
        comment=comment,
        decided_by=by,
        decided_at=timezone.now(),
    )

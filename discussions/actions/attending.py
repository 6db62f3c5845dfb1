"""What readers do for themselves: mute, report, keep a draft."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction

from discussions.actions.locking import GONE, locked_contribution, open_place
from discussions.models import Contribution, Draft, Mute, Reason, Report, Topic
from editorial.errors import NotPossible, ReviewRefused
from people.models import User

LONGEST_NOTE = 300
DRAFTS_KEPT = 30  # a bound on what one account can fill the table with


@transaction.atomic
def report(*, contribution_id: int, by: User, reason: str, note: str = "") -> Report:
    """Ask the editors to look at a contribution; once more, while that is open, changes nothing.

    Args:
        reason: code of a ``Reason`` that is offered for reports.

    Raises:
        NotPossible: the person does not see it, or wrote it.
        ValidationError: by field.
    """
    contribution = locked_contribution(contribution_id)
    topic = contribution.topic
    open_place(by, topic.kind, topic.place_id)
    if not (contribution.is_visible and topic.is_visible):
        raise NotPossible("这条发言已经看不到了。")
    if contribution.author_id == by.pk:
        raise NotPossible("自己的发言可以直接收回。")
    chosen = Reason.objects.filter(code=reason, is_active=True, is_for_reports=True).first()
    problems = {}
    if chosen is None:
        problems["reason"] = ["请选一条理由。"]
    if len(note.strip()) > LONGEST_NOTE:
        problems["note"] = [f"最多 {LONGEST_NOTE} 个字。"]
    if chosen is None or problems:
        raise ValidationError(problems)
    found = Report.objects.filter(contribution=contribution, reporter=by, settled_at=None).first()
    return found or Report.objects.create(
        contribution=contribution, reporter=by, reason=chosen.label, note=note.strip()
    )


@transaction.atomic
def mute_topic(*, user: User, topic_id: int, is_muted: bool) -> None:
    """Hear no more of a topic, or hear of it again.

    Raises:
        NotPossible: the person does not read it.
    """
    topic = Topic.objects.filter(pk=topic_id).first()
    if topic is None:
        raise NotPossible(GONE)
    open_place(user, topic.kind, topic.place_id)
    if is_muted:
        Mute.objects.get_or_create(user=user, topic=topic)
    else:
        Mute.objects.filter(user=user, topic=topic).delete()


@transaction.atomic
def mute_person(*, user: User, person_id: int, is_muted: bool) -> None:
    """Read a person's contributions folded, and hear no more of them; or as before.

    Raises:
        NotPossible: one oneself, or nobody who has said something.
    """
    if not is_muted:
        Mute.objects.filter(user=user, person=person_id).delete()
        return
    if person_id == user.pk:
        raise NotPossible("不能屏蔽自己。")
    if not Contribution.objects.visible().filter(author=person_id).exists():
        raise NotPossible("没有这位老师的发言。")
    Mute.objects.get_or_create(user=user, person_id=person_id)


@transaction.atomic
def save_draft(
    *,
    author: User,
    token: uuid.UUID,
    kind: str,
    place_id: int,
    data: dict[str, str],
    topic_id: int | None = None,
) -> Draft:
    """Keep what stands in an open form, as it is.

    Raises:
        ReviewRefused: the form belongs to somebody else.
        NotPossible: it was sent, there are too many, or the place is not this person's to read.
    """
    open_place(author, kind, place_id)
    if Contribution.objects.filter(token=token).exists():
        raise NotPossible("这条发言已经发出。")
    draft = Draft.objects.select_for_update(of=("self",)).filter(token=token).first()
    if draft and draft.author_id != author.pk:
        raise ReviewRefused("这份草稿属于别人。")
    if draft is None:
        if Draft.objects.filter(author=author).count() >= DRAFTS_KEPT:
            raise NotPossible("没发出的草稿太多了，请先整理。")
        draft = Draft(author=author, token=token, kind=kind, place_id=place_id, topic_id=topic_id)
    draft.data = {name: text for name, text in data.items() if text}
    draft.save()
    return draft


def discard_draft(*, author: User, token: uuid.UUID) -> None:
    """Throw away what was typed and not sent."""
    Draft.objects.filter(author=author, token=token).delete()

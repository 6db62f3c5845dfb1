"""今天等您处理: one mail a day to whoever reviews, instead of one a piece."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from editorial.models import DigestRun, EditorialSettings, Notification, QueueEntry
from editorial.notices.kinds import NoticeKind
from editorial.notices.words import digest_text, one_line
from editorial.queries import overdue, queue_for, queue_summary
from editorial.queries.reviewing import REVIEWING_ROLES
from editorial.reviewing.others import also_waiting
from editorial.workdays.queries import workday_lookup
from people.models import User
from people.roles import Role, has_role

# Of the chief editors' list; the desk has the rest.
LISTED = 20


def write_digests(now: datetime) -> int:
    """Write the mails of a working day into the outbox, once, from the hour of the settings on.

    A process that dies half-way leaves nothing, and the next one begins anew; of two at once one
    writes.

    Returns:
        how many people are told.
    """
    today = timezone.localtime(now)
    is_early = today.hour < EditorialSettings.load().digest_hour
    if is_early or DigestRun.objects.filter(day=today.date()).exists():
        return 0
    day = today.date()
    if not workday_lookup(day, day)(day):
        return 0
    mails = list(_mails(now))
    with transaction.atomic():
        _, is_first = DigestRun.objects.get_or_create(day=today.date())
        if not is_first:
            return 0
        Notification.objects.filter(awaits_digest=True, retracted_at=None).update(
            awaits_digest=False, mail_at=now
        )
        return len(Notification.objects.bulk_create(mails))


def _mails(now: datetime) -> Iterator[Notification]:
    late = list(overdue(now))
    for person in _readers():
        if text := _text(person, late, now):
            yield Notification(
                recipient=person,
                kind=NoticeKind.DIGEST,
                text=text,
                url=reverse("reviews:queue"),
                due_at=now,
                mail_at=now,
            )


def _readers() -> list[User]:
    groups = [role.group_name for role in REVIEWING_ROLES]
    people = User.objects.filter(is_active=True, groups__name__in=groups).exclude(email="")
    return list(people.distinct())


def _text(person: User, late: list[QueueEntry], now: datetime) -> str:
    """Return what the person is told today; empty for nothing."""
    is_mine_to_take = Q(claimed_by=person) | Q(claimed_until=None) | Q(claimed_until__lte=now)
    waiting = queue_for(person).filter(is_mine_to_take, held_at=None)
    counts = queue_summary(waiting, person, now)
    lines = [digest_text(counts["waiting"], counts["overdue"])]
    lines += [f"{each.title}：{each.count} {each.noun}等您看。" for each in also_waiting(person, 0)]
    if has_role(person, Role.CHIEF_EDITOR):
        lines += _overdue_lines([entry for entry in late if entry.author_id != person.pk])
    return "\n".join(line for line in lines if line)


def _overdue_lines(entries: list[QueueEntry]) -> list[str]:
    if not entries:
        return []
    lines = [f"各环节超过限期的共 {len(entries)} 篇："]
    for entry in entries[:LISTED]:
        due = timezone.localtime(entry.due_at)
        lines.append(
            f"《{one_line(entry.title)}》{entry.get_step_display()}，限期{due.month}月{due.day}日"
        )
    if len(entries) > LISTED:
        lines.append("其余请看待审稿件。")
    return lines

"""Writing word down, taking it back, reading it: what changes a notification except its mailing."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from editorial.models import Decision, EditorialSettings, MailChoice, Notification
from editorial.notices import rules, words
from editorial.notices.kinds import Channel, NoticeKind
from editorial.tasks import schedule_mail
from people.models import User


@transaction.atomic
def write(
    *,
    notice: rules.Notice,
    recipient_id: int,
    due_at: datetime,
    page_id: int | None,
    page_title: str,
    url: str,
    step: str = "",
    decision: Decision | None = None,
) -> Notification:
    """Write word for one person and queue its mail; both happen with the decision, or neither.

    Args:
        notice: what is told and by which way.
        recipient_id: whom; an account without an address is told in the site only.
        due_at: from when on.
        page_id, page_title: the piece.
        url: the path of the one place to which it leads.
        step: the label of the step, for the sentence.
        decision: what it is about, if something was decided.
    """
    mail_at = None
    if notice.channel == Channel.MAIL:
        mail_at = rules.mail_at(due_at, EditorialSettings.load().mail_minutes)
    notification = Notification.objects.create(
        recipient_id=recipient_id,
        decision=decision,
        page_id=page_id,
        page_title=page_title,
        kind=notice.kind,
        text=words.sentence(notice.kind, title=page_title, step=step),
        url=url,
        due_at=due_at,
        awaits_digest=notice.channel == Channel.DIGEST,
        mail_at=mail_at,
    )
    if mail_at:
        schedule_mail(recipient_id, mail_at)
    return notification


def tell_once(
    *,
    notice: rules.Notice,
    recipient_id: int,
    due_at: datetime,
    title: str,
    url: str,
    words: str = "",
    only_once: bool | None = False,
) -> Notification | None:
    """Write word that is about no piece, unless the person has the same already.

    Args:
        notice, recipient_id, due_at, url: as of ``write``; the same is the same kind and address.
        title: what it is about; ``words``: what the sentence adds.
        only_once: ``False``: not while the same is unread; ``True``: not after it was read either;
            ``None``: each time.
    """
    same = Notification.objects.filter(recipient_id=recipient_id, kind=notice.kind, url=url)
    same = same.filter(retracted_at=None) if only_once else same.filter(retracted_at=None).unread()
    if only_once is not None and same.exists():
        return None
    return write(
        notice=notice,
        recipient_id=recipient_id,
        due_at=due_at,
        page_id=None,
        page_title=title,
        url=url,
        step=words,
    )


def take_back_at(
    *, recipient_ids: Collection[int], urls: Collection[str], kinds: Collection[NoticeKind]
) -> int:
    """Stop the word of these kinds that leads these people to one of these addresses.

    For what is not to be seen any more: a correction would speak of it again.

    Returns:
        how much it was.
    """
    told = Notification.objects.filter(recipient_id__in=recipient_ids, kind__in=kinds)
    standing = told.filter(url__in=urls, retracted_at=None)
    return standing.update(retracted_at=timezone.now())


@transaction.atomic
def take_back(*, decision: Decision, undoing: Decision) -> None:
    """Stop the word about a decision that was undone.

    What has not left is not sent. Whoever has been reached, or whose mail is in a sender's hands
    at this moment, is told that it was taken back.

    Args:
        decision: what was undone; ``undoing``: the decision that undid it.
    """
    now = timezone.now()
    standing = Notification.objects.filter(decision=decision, retracted_at=None)
    # One UPDATE: after it no sender can take the row any more, and what a sender had taken shows.
    standing.update(retracted_at=now)
    reached = Notification.objects.filter(decision=decision, retracted_at=now).filter(
        ~Q(mailed_at=None) | ~Q(leased_until=None) | ~Q(read_at=None)
    )
    for earlier in reached:
        write(
            notice=rules.TAKEN_BACK,
            recipient_id=earlier.recipient_id,
            due_at=now,
            page_id=earlier.page_id,
            page_title=earlier.page_title,
            url=earlier.url,
            step=decision.get_step_display(),
            decision=undoing,
        )


def read(*, recipient: User, notification_id: int) -> Notification | None:
    """Note that a person opened one of the own notifications; ``None``: there is no such one."""
    now = timezone.now()
    own = Notification.objects.visible(now).filter(recipient=recipient, pk=notification_id)
    own.unread().update(read_at=now)
    return own.first()


def read_all(*, recipient: User, newest_id: int) -> int:
    """Note that a person has read all notifications, but none that came after the list was shown.

    Args:
        newest_id: the first of the list.

    Returns:
        how many were unread; none, where ``newest_id`` is not the person's.
    """
    now = timezone.now()
    own = Notification.objects.visible(now).filter(recipient=recipient)
    newest = own.filter(pk=newest_id).first()
    if newest is None:
        return 0
    return own.unread().filter(due_at__lte=newest.due_at).update(read_at=now)


def choose_mails(*, user: User, decisions: bool, digest: bool, events: bool = True) -> MailChoice:
    """Keep which mails a person wants."""
    values = {"decisions": decisions, "digest": digest, "events": events}
    choice, _ = MailChoice.objects.update_or_create(user=user, defaults=values)
    return choice


def mails_wanted(kind: str, choice: MailChoice | None) -> bool:
    """Say whether a person who chose so wants mail of this kind."""
    if choice is None:
        return True
    if kind == NoticeKind.EVENT:
        return choice.events
    return choice.digest if NoticeKind(kind).is_of_the_day else choice.decisions

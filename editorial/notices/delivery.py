"""The outbox: rows that are due become mails, each row once, whoever sends and however often.

A sender takes a person's rows under a lease, sends one mail, then marks them. Of two senders only
one gets the lease. A sender that dies before the mail leaves loses nothing: the lease ends and
another takes the rows. One that dies between the mail and its mark lets the mail go out a second
time; no order of the two steps avoids both that and a loss.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from editorial.models import MailChoice, Notification
from editorial.notices import rules, words
from editorial.notices.actions import mails_wanted
from editorial.notices.kinds import NoticeKind
from editorial.notices.queries import with_words

logger = logging.getLogger(__name__)

# Much longer than a mail may take.
LEASE = timedelta(minutes=10)
SERVER_TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class Delivery:
    """What came of one person's rows: how many left in the mail, and when to try again."""

    mailed: int = 0
    retry_at: datetime | None = None


def deliver_due() -> int:
    """Send everybody's mails that are due. Returns how many mails left."""
    due = Notification.objects.to_mail(timezone.now()).order_by("recipient_id")
    recipients = list(due.values_list("recipient_id", flat=True).distinct())
    return sum(bool(deliver(recipient_id=each).mailed) for each in recipients)


def deliver(*, recipient_id: int) -> Delivery:
    """Send one person's mails that are due, as one mail. Never raises for a failing server."""
    rows = with_words(_wanted(_lease(recipient_id)))
    if not rows:
        return Delivery()
    try:
        _mail(rows)
    except Exception as error:
        logger.exception("A mail about notifications could not be sent")
        return Delivery(retry_at=_note_failure(rows, error))
    _update(rows, mailed_at=timezone.now(), leased_until=None, last_error="")
    return Delivery(mailed=len(rows))


def _lease(recipient_id: int) -> list[Notification]:
    """Take the person's due rows in hand, so that no other sender does."""
    now = timezone.now()
    with transaction.atomic():
        due = Notification.objects.to_mail(now).filter(recipient_id=recipient_id)
        locked = due.select_for_update(skip_locked=True).values_list("pk", flat=True)
        taken = list(locked)
        # Counted before the attempt: a mail that kills its sender ends, too.
        Notification.objects.filter(pk__in=taken).update(
            leased_until=now + LEASE, attempts=F("attempts") + 1
        )
    rows = Notification.objects.filter(pk__in=taken).select_related("recipient", "decision")
    return sorted(rows, key=lambda row: (row.kind != NoticeKind.DIGEST, row.due_at, row.pk))


def _wanted(rows: list[Notification]) -> list[Notification]:
    """Leave what shall not be mailed to the site: no address, switched off, not wanted."""
    if not rows:
        return []
    recipient = rows[0].recipient
    choice = MailChoice.objects.filter(user=recipient).first()
    has_address = recipient.is_active and recipient.email
    wanted = [row for row in rows if has_address and mails_wanted(row.kind, choice)]
    _update([row for row in rows if row not in wanted], mail_at=None, leased_until=None)
    return wanted


def _mail(rows: list[Notification]) -> None:
    recipient = rows[0].recipient
    EmailMessage(
        subject=words.subject(rows),
        body=words.body(rows, recipient),
        to=[recipient.email],
        headers={"Auto-Submitted": "auto-generated"},
        connection=get_connection(timeout=SERVER_TIMEOUT_SECONDS),
    ).send()


def _note_failure(rows: list[Notification], error: Exception) -> datetime | None:
    """Note why it failed and when to try again. Returns the earliest of these moments."""
    moments = []
    for row in rows:
        moment = rules.next_attempt(row.attempts, timezone.now())
        _update([row], mail_at=moment, leased_until=None, last_error=repr(error)[:200])
        moments.append(moment)
    return min((moment for moment in moments if moment), default=None)


def _update(rows: list[Notification], **values: object) -> None:
    if rows:
        Notification.objects.filter(pk__in=[row.pk for row in rows]).update(**values)

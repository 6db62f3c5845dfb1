"""Word to whoever wrote a letter that it is settled."""

import logging
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from editorial.notices import rules as notices
from editorial.notices.actions import tell_once
from feedback.enums import SETTLED, Verb
from feedback.letters import rules
from feedback.models import Handling, Letter
from feedback.tasks import schedule_reply

logger = logging.getLogger(__name__)


def tell_writer(letter: Letter) -> None:
    """Tell an account in 通知; a visitor by mail, if the contact is an address.

    Both stand in the transaction that settles the letter.
    """
    if letter.author_id:
        tell_once(
            notice=notices.LETTER_SETTLED,
            recipient_id=letter.author_id,
            due_at=timezone.now(),
            title=letter.get_kind_display(),
            url=letter.get_receipt_url(),
            only_once=None,
        )
    elif rules.email_in(letter.contact):
        schedule_reply(letter.pk)


def mail_reply(*, letter_id: int, attempts: int) -> datetime | None:
    """Send a visitor the reply, unless it was sent, the letter is open again, the contact erased.

    The mail repeats nothing that the visitor wrote: the address may be another person's.

    Args:
        letter_id: which.
        attempts: this one included.

    Returns:
        when to try again, if the mail server did not take it; ``None`` otherwise.
    """
    letter = Letter.objects.filter(pk=letter_id, state__in=SETTLED).first()
    address = rules.email_in(letter.contact) if letter else ""
    if letter is None or not address:
        return None
    if letter.handlings.filter(verb=Verb.MAIL, at__gte=letter.settled_at).exists():
        return None
    context = {
        "letter": letter,
        "site": settings.WAGTAIL_SITE_NAME,
        "url": f"{settings.BASE_URL}{letter.get_receipt_url()}",
    }
    try:
        send_mail(
            subject=f"{settings.WAGTAIL_SITE_NAME}：您的来信有了答复",
            message=render_to_string("feedback/mail/reply.txt", context),
            from_email=None,
            recipient_list=[address],
        )
    except (OSError, SMTPException):
        logger.warning("The reply to letter %s could not be mailed", letter_id, exc_info=True)
        return notices.next_attempt(attempts, timezone.now())
    Handling.objects.create(letter=letter, verb=Verb.MAIL, at=timezone.now())
    return None

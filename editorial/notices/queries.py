"""Reads about word to people; each docstring gives the number of queries."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Revision

from editorial.models import MailChoice, Notification
from editorial.notices.kinds import NoticeKind
from editorial.notices.words import text_of, words_of
from people.models import User


def unread_by(user: User) -> QuerySet[Notification]:
    """Return what the person has not opened. Queries: 1, when read, on its own index."""
    return Notification.objects.visible(timezone.now()).unread().filter(recipient=user)


def unread_count(user: User) -> int:
    """Return how many notifications the person has not opened. Queries: 1."""
    return unread_by(user).count()


def notifications_of(user: User) -> QuerySet[Notification]:
    """Return what the person was told, newest first. Queries: 1, when read."""
    shown = Notification.objects.visible(timezone.now()).filter(recipient=user)
    return shown.select_related("decision")


def told_about(page_id: int) -> QuerySet[Notification]:
    """Return who was told what about a piece, oldest first, for editors. Queries: 1, when read.

    With what was taken back, and what waits for its time.
    """
    told = Notification.objects.filter(page_id=page_id).select_related("recipient")
    return told.order_by("created_at", "pk")


def with_words(notifications: Iterable[Notification]) -> list[Notification]:
    """Give each its ``sentence`` as it is true now, and ``words``, ``scheduled_for``. Queries: ≤ 1.

    ``words`` are the decision's own to the author; ``scheduled_for`` is when an approved version
    will be published.

    Args:
        notifications: with their decisions (``notifications_of``).
    """
    notifications = list(notifications)
    approved = {
        each.pk: each.decision.revision_id
        for each in notifications
        if each.kind == NoticeKind.PUBLISHED and each.decision
    }
    moments: dict[int, datetime] = {}
    if approved:
        waiting = Revision.objects.filter(pk__in=approved.values())
        waiting = waiting.exclude(approved_go_live_at=None)
        moments = dict(waiting.values_list("pk", "approved_go_live_at"))
    for each in notifications:
        each.scheduled_for = moments.get(approved.get(each.pk, 0))
        each.sentence = text_of(each)
        each.words = words_of(each)
    return notifications


def mail_choice(user: User) -> MailChoice:
    """Return which mails the person wants; all, where nothing was chosen. Queries: 1."""
    return MailChoice.objects.filter(user=user).first() or MailChoice(user=user)

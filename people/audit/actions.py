"""Writing to the trail, and removing from it what has been kept long enough."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from people.choices import AuditKind
from people.guarding import TRAIL
from people.models import AuditEntry, User
from portal.visitors import address_of

# 网络安全法 (2017), article 21 (3): logs are kept for no less than six months.
FEWEST_DAYS = 183
LONGEST_WORDS = 300


def note(
    *,
    kind: AuditKind,
    actor: User | None = None,
    subject: User | None = None,
    words: str = "",
    request: HttpRequest | None = None,
    **data: Any,
) -> AuditEntry:
    """Add a line to the trail, in the transaction of what it tells of.

    Args:
        kind: what happened.
        actor: who did it; None for a visitor, the operator or the system.
        subject: whose account it concerns; left out where that is the actor.
        words: what, in Chinese; cut at ``LONGEST_WORDS`` characters.
        request: gives the address from which it was done.
        **data: further facts that JSON can hold; no names, phone numbers or passwords.
    """
    if subject is not None and actor is not None and subject.pk == actor.pk:
        subject = None
    return AuditEntry.objects.create(
        kind=kind,
        actor=actor,
        subject=subject,
        address=address_of(request) if request is not None else None,
        words=words[:LONGEST_WORDS],
        data=data,
    )


def kept_since(now: datetime) -> datetime:
    """Return since when lines are kept, by ``AUDIT_KEEP_DAYS``.

    Raises:
        ImproperlyConfigured: the setting is shorter than the law asks for.
    """
    days = settings.AUDIT_KEEP_DAYS
    if days < FEWEST_DAYS:
        raise ImproperlyConfigured(f"AUDIT_KEEP_DAYS must be at least {FEWEST_DAYS}.")
    return now - timedelta(days=days)


def tidy_trail() -> int:
    """Remove what is older than the district keeps; returns how many lines, and notes it."""
    before = kept_since(timezone.now())
    with TRAIL.opened():
        old: models.QuerySet[AuditEntry] = models.QuerySet(AuditEntry).filter(at__lt=before)
        removed, _ = old.delete()
        if removed:
            words = f"{timezone.localtime(before):%Y-%m-%d} 以前的 {removed} 条"
            note(kind=AuditKind.TIDIED, words=words)
    return removed

"""The personal calendar feed: an address that only its owner knows, and may change."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone


def new_token() -> str:
    """Return an address nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


class CalendarFeed(models.Model):
    """One person's feed; without a row there is none. A new token ends the old address."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="账号",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    token = models.CharField("地址", max_length=64, unique=True, default=new_token)
    created_at = models.DateTimeField("建立时间", default=timezone.now)

    class Meta:
        verbose_name = "日历订阅"
        verbose_name_plural = "日历订阅"

    def __str__(self) -> str:
        return str(self.user)

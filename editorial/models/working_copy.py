"""What an author has typed and not yet saved as a draft."""

import uuid

from django.conf import settings
from django.db import models
from wagtail.models import Page


class WorkingCopy(models.Model):
    """The raw fields of one open form, kept although they may be incomplete or wrong.

    A plain row, not a page: autosave writes it every few seconds. ``token`` names the form that
    was opened, so that a double click on a button of a new piece finds the page that the first
    click made.
    """

    token = models.UUIDField("表单号", default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="作者",
        on_delete=models.CASCADE,
        related_name="working_copies",
    )
    kind = models.CharField("类别", max_length=20)
    page = models.ForeignKey(
        Page,
        verbose_name="稿件",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    data = models.JSONField("内容", default=dict)
    updated_at = models.DateTimeField("最后保存", auto_now=True)

    class Meta:
        verbose_name = "未存稿"
        verbose_name_plural = "未存稿"
        ordering = ["-updated_at"]
        indexes = [models.Index(fields=["author", "page"])]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title as typed so far."""
        return str(self.data.get("title", [""])[0] or "").strip() or "（未命名）"

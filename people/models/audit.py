from django.conf import settings
from django.db import models
from django.utils import timezone

from people.choices import AuditKind
from portal.append_only import AppendOnly


class AuditEntry(AppendOnly):
    """One line of the audit trail: who did what to whom, when and from where.

    Names are not copied into it; they stand in the accounts that it points to, which are emptied
    on request and never deleted. Written by ``people.audit.actions`` alone.

    Attributes:
        actor: who acted; None for a visitor, the operator or the system.
        subject: whose account it was about, where that is somebody else or nobody signed in.
        words: what was taken or changed, in Chinese, for instance the name of a file.
        data: further facts, for instance a masked login name that belongs to no account.
    """

    kind = models.CharField("事项", max_length=20, choices=AuditKind)
    at = models.DateTimeField("时间", default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="操作人",
    )
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="涉及账号",
    )
    address = models.GenericIPAddressField("来自", null=True)
    words = models.CharField("内容", max_length=300, blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at"], name="people_audit_at"),
            models.Index(fields=["kind", "-at"], name="people_audit_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.words}".strip()

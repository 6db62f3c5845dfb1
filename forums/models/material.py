"""What stays of an event beside its report: handouts, minutes, the recording."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forums.models.pages import ForumEventPage


class Material(models.Model):
    """A file or a link of an event; for those with a seat until it is released to all readers."""

    class Kind(models.TextChoices):
        """What it is."""

        HANDOUT = "handout", "资料"
        MINUTES = "minutes", "纪要"
        RECORDING = "recording", "录像"

    page = models.ForeignKey(
        ForumEventPage, verbose_name="活动", on_delete=models.PROTECT, related_name="materials"
    )
    kind = models.CharField("类别", max_length=10, choices=Kind.choices, default=Kind.HANDOUT)
    title = models.CharField("名称", max_length=100)
    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        verbose_name="文件",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    link = models.URLField("网址", max_length=500, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="上传人",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    added_at = models.DateTimeField("上传时间", default=timezone.now)
    released_at = models.DateTimeField("公开时间", null=True, blank=True)

    class Meta:
        verbose_name = "活动资料"
        verbose_name_plural = "活动资料"
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False, link="")
                | (Q(document__isnull=True) & ~Q(link="")),
                name="forums_material_file_or_link",
                violation_error_message="请上传文件或填写网址，只选一样。",
            )
        ]

    def __str__(self) -> str:
        return self.title

"""Photos of an event: private until an editor shows them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forums.gallery.rules import OPEN_FACES
from forums.models.pages import ForumEventPage
from portal.blocks import FACES


class EventPhotoQuerySet(models.QuerySet["EventPhoto"]):
    """Photos."""

    def shown(self) -> "EventPhotoQuerySet":
        """What all readers of the event see."""
        return self.exclude(shown_at=None)

    def waiting(self) -> "EventPhotoQuerySet":
        """What waits for an editor: described, not shown, not declined."""
        described = ~Q(alt="") & Q(faces__in=OPEN_FACES)
        return self.filter(described, shown_at=None, reason="", page__live=True)


class EventPhoto(models.Model):
    """A photo; for those who run the event until an editor has looked at it.

    Attributes:
        alt: what it shows, for those who do not see it.
        faces: who can be recognised, as its uploader declares it.
        reason: why an editor does not show it, for the organiser.
        shown_at, shown_by: since when everybody who reads the event sees it, and who said so.
    """

    page = models.ForeignKey(
        ForumEventPage, verbose_name="活动", on_delete=models.PROTECT, related_name="photos"
    )
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name="照片",
        on_delete=models.PROTECT,
        related_name="+",
    )
    alt = models.CharField("替代文字", max_length=200, blank=True)
    faces = models.CharField("画面里的人", max_length=20, choices=FACES, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="上传人",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    added_at = models.DateTimeField("上传时间", default=timezone.now)
    reason = models.CharField("不公开的理由", max_length=200, blank=True)
    shown_at = models.DateTimeField("公开时间", null=True, blank=True)
    shown_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="公开人",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = EventPhotoQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "活动照片"
        verbose_name_plural = "活动照片"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_at__isnull=True)
                | (~Q(alt="") & Q(faces__in=OPEN_FACES) & Q(reason="")),
                name="forums_photo_shown_is_described",
                violation_error_message="写明画面和画面里的人，才能公开。",
            )
        ]

    def __str__(self) -> str:
        return self.alt or f"照片 {self.pk}"

"""A topic at a place: an event, a book, a passage, a workshop."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone


class TopicQuerySet(models.QuerySet["Topic"]):
    """Topics."""

    def at(self, kind: str, place_id: int) -> "TopicQuerySet":
        """Those of one place."""
        return self.filter(kind=kind, place_id=place_id)

    def for_lists(self) -> "TopicQuerySet":
        """Fetch with the topics what lists of them show. Queries: 1, when read."""
        return self.select_related("author", "unit").order_by("-last_at", "-pk")


class Topic(models.Model):
    """What one person began to talk about; its first contribution holds the words.

    The columns from ``title`` on follow the contributions and are written only by
    ``discussions.actions.settling``.

    Attributes:
        kind: name of the kind of place (``discussions.places``); with ``place_id`` it says where.
        place_type: the same as content type, for whoever asks by object.
        is_visible: its readers see it; ``is_public``: visitors do too.
        last_at: when the last visible contribution appeared; ``reply_count``: visible replies.
    """

    kind = models.SlugField("地点类别", max_length=20)
    place_type = models.ForeignKey(
        ContentType, verbose_name="地点类型", on_delete=models.PROTECT, related_name="+"
    )
    place_id = models.PositiveBigIntegerField("地点")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="发起人",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    unit = models.ForeignKey(
        "people.Unit",
        verbose_name="发起时的单位",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField("发起时间", default=timezone.now)
    locked_at = models.DateTimeField("锁定时间", null=True)
    title = models.CharField("题目", max_length=60)
    is_visible = models.BooleanField("已显示", default=False)
    is_public = models.BooleanField("对所有人显示", default=False)
    last_at = models.DateTimeField("最近发言", null=True)
    reply_count = models.PositiveIntegerField("回复", default=0)

    objects = TopicQuerySet.as_manager()

    # Thousands of rows that no page is made of.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "话题"
        verbose_name_plural = "话题"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(is_visible=True), name="discussions_topic_public"
            )
        ]
        indexes = [
            models.Index(
                fields=["kind", "place_id", "-last_at", "-id"],
                condition=Q(is_visible=True),
                name="discussions_topic_list",
            ),
            models.Index(fields=["place_type", "place_id"], name="discussions_topic_place"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The topic's page."""
        return reverse("discussions:topic", args=[self.pk])

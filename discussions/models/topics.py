"""A topic at a place: an event, a book, a passage, a workshop."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.search import index

# Characters of a discussion that the search knows: enough to find any topic that people talk
# about; one of thousands of replies does not fill the index.
LONGEST_INDEXED = 50_000


class TopicQuerySet(models.QuerySet["Topic"]):
    """Topics."""

    def at(self, kind: str, place_id: int) -> "TopicQuerySet":
        """Those of one place."""
        return self.filter(kind=kind, place_id=place_id)

    def for_lists(self) -> "TopicQuerySet":
        """Fetch with the topics what lists of them show. Queries: 1, when read."""
        return self.select_related("author", "unit").order_by("-last_at", "-pk")


class Topic(index.Indexed, models.Model):
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

    # Names of writers are not searched. Who may find what: ``discussions.finding``.
    search_fields = [
        index.SearchField("title", boost=2),
        index.SearchField("visible_words"),
        index.SearchField("public_words"),
        index.FilterField("is_visible"),
        index.FilterField("is_public"),
    ]
    search_ignores = frozenset({"locked_at"})

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

    @property
    def key(self) -> tuple[str, int]:
        """Kind and number of its place."""
        return self.kind, self.place_id

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet["Topic"]:
        """Return what somebody may find."""
        return cls.objects.filter(is_visible=True)

    def get_indexed_instance(self) -> "Topic | None":
        """Nothing of a topic that nobody sees is in the index."""
        return self if self.is_visible else None

    @property
    def visible_words(self) -> str:
        """What is said, as signed-in readers see it; for the search. Queries: 1 with the next."""
        return self._said[False]

    @property
    def public_words(self) -> str:
        """What is said, as visitors see it; for the search."""
        return self._said[True]

    @cached_property
    def _said(self) -> dict[bool, str]:
        visible = self.contributions.filter(is_visible=True).order_by("pk")
        rows = list(visible.values_list("shown__text", "is_public"))
        public = [text for text, is_public in rows if is_public]
        texts = {False: [text for text, _ in rows], True: public}
        return {key: "\n".join(each)[:LONGEST_INDEXED] for key, each in texts.items()}

"""What somebody said, in all its versions."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from discussions.enums import State
from discussions.models.topics import Topic

LONGEST_QUOTE = 500


class ContributionQuerySet(models.QuerySet["Contribution"]):
    """What people said."""

    def visible(self) -> "ContributionQuerySet":
        """What the readers of its place see."""
        return self.filter(is_visible=True, topic__is_visible=True)

    def public(self) -> "ContributionQuerySet":
        """What visitors see: approved, and written where everybody reads."""
        return self.filter(is_public=True, topic__is_public=True)

    def with_words(self) -> "ContributionQuerySet":
        """Fetch what is shown of each. Queries: 2, when read; the second for mentions."""
        found = self.select_related("shown", "author", "unit", "quoted__shown", "quoted__author")
        return found.prefetch_related("shown__mentions")


class Contribution(models.Model):
    """One reply, or the words with which a topic begins.

    Attributes:
        unit: the author's when it was written, as readers see it.
        token: the number of the form; the same sent twice is one contribution.
        quoted, quote: whose words it answers, and those words.
        is_for_everybody: whether visitors would have read it when it was written. Rules that are
            opened later do not show it to more people than its author knew of.
        shown: the version that readers get; none yet, or none any more.
        is_visible, is_public: follow from the rest (``rules.standing``); written only by
            ``discussions.actions.settling``.
    """

    topic = models.ForeignKey(
        Topic, verbose_name="话题", on_delete=models.CASCADE, related_name="contributions"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="作者",
        null=True,
        on_delete=models.SET_NULL,
        related_name="contributions",
    )
    unit = models.ForeignKey(
        "people.Unit",
        verbose_name="单位",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_opening = models.BooleanField("话题的开头", default=False)
    token = models.UUIDField("表单号", unique=True, default=uuid.uuid4, editable=False)
    quoted = models.ForeignKey(
        "self", verbose_name="引用", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    quote = models.CharField("引文", max_length=LONGEST_QUOTE, blank=True)
    is_for_everybody = models.BooleanField("写给所有人", default=False)
    made_at = models.DateTimeField("写下的时间", default=timezone.now)
    shown = models.ForeignKey(
        "Version", verbose_name="显示的一版", null=True, on_delete=models.RESTRICT, related_name="+"
    )
    shown_at = models.DateTimeField("开始显示的时间", null=True)
    edited_at = models.DateTimeField("编辑过的时间", null=True)
    hidden_at = models.DateTimeField("隐藏的时间", null=True)
    withdrawn_at = models.DateTimeField("收回的时间", null=True)
    is_visible = models.BooleanField("已显示", default=False)
    is_public = models.BooleanField("对所有人显示", default=False)

    objects = ContributionQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "发言"
        verbose_name_plural = "发言"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic"], condition=Q(is_opening=True), name="discussions_one_opening"
            ),
            models.CheckConstraint(
                condition=Q(is_visible=False)
                | Q(shown__isnull=False, hidden_at=None, withdrawn_at=None),
                name="discussions_visible_is_shown",
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(is_visible=True, is_for_everybody=True),
                name="discussions_public_is_visible",
            ),
        ]
        indexes = [
            models.Index(
                fields=["topic", "id"],
                condition=Q(is_visible=True),
                name="discussions_page_of_topic",
            ),
            models.Index(fields=["author", "-made_at"], name="discussions_by_author"),
        ]

    def __str__(self) -> str:
        return f"{self.author or '已注销账号'}：{self.topic_id}"

    def get_absolute_url(self) -> str:
        """The address that leads to it within its topic."""
        return reverse("discussions:post", args=[self.pk])

    @property
    def standing_quote(self) -> str:
        """The quoted words, as long as they still stand where they were taken from.

        What was hidden, taken back or changed is not kept alive by who quoted it.
        """
        quoted = self.quoted
        if not self.quote or quoted is None or not quoted.is_visible or quoted.shown is None:
            return ""
        return self.quote if squeezed(self.quote) in squeezed(quoted.shown.text) else ""

    @property
    def public_quote(self) -> str:
        """The same for visitors, who may not see all that is quoted."""
        return self.standing_quote if self.quoted and self.quoted.is_public else ""


def squeezed(text: str) -> str:
    """Return a text without white space, for comparing what was copied."""
    return "".join(text.split())


class Version(models.Model):
    """The words of a contribution as its author handed them in once.

    Attributes:
        title: of a topic, in the versions of its first contribution.
        findings: what the checks asked to look at (``editorial.checks.Finding``).
        reasons: of a refusal, each with ``code`` and ``label`` as they were then.
    """

    contribution = models.ForeignKey(
        Contribution, verbose_name="发言", on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveSmallIntegerField("第几版")
    title = models.CharField("题目", max_length=60, blank=True)
    text = models.TextField("内容")
    state = models.CharField("状态", max_length=10, choices=State.choices)
    findings = models.JSONField("检查结果", default=list, blank=True)
    made_at = models.DateTimeField("写下的时间", default=timezone.now)
    decided_at = models.DateTimeField("处理时间", null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="处理人",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reasons = models.JSONField("理由", default=list, blank=True)
    comment = models.CharField("说明", max_length=300, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "发言的一版"
        verbose_name_plural = "发言的各版"
        ordering = ["contribution", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "number"], name="discussions_version_number"
            ),
            models.UniqueConstraint(
                fields=["contribution"],
                condition=Q(state=State.WAITING),
                name="discussions_one_waiting",
            ),
        ]
        indexes = [
            models.Index(
                fields=["made_at", "id"],
                condition=Q(state=State.WAITING),
                name="discussions_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Mention(models.Model):
    """A person whom a version names with @.

    Attributes:
        words: as they stand in the text, with the sign.
    """

    version = models.ForeignKey(
        Version, verbose_name="发言", on_delete=models.CASCADE, related_name="mentions"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="提到的人",
        on_delete=models.CASCADE,
        related_name="+",
    )
    words = models.CharField("写法", max_length=160)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "提到"
        verbose_name_plural = "提到"
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="discussions_mention_once")
        ]

    def __str__(self) -> str:
        return self.words


class Draft(models.Model):
    """What somebody typed and has not sent.

    Attributes:
        topic: the one it answers; without one, it begins a topic at the place.
        data: the fields of the form, each a text.
    """

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="作者", on_delete=models.CASCADE, related_name="+"
    )
    token = models.UUIDField("表单号", unique=True)
    topic = models.ForeignKey(
        Topic, verbose_name="话题", null=True, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.SlugField("地点类别", max_length=20)
    place_id = models.PositiveBigIntegerField("地点")
    data = models.JSONField("内容", default=dict)
    updated_at = models.DateTimeField("保存时间", auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "没发出的发言"
        verbose_name_plural = "没发出的发言"
        ordering = ["-updated_at"]
        indexes = [models.Index(fields=["author", "-updated_at"], name="discussions_drafts")]

    def __str__(self) -> str:
        return str(self.data.get("text", ""))[:40]

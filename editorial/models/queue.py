"""What waits for a decision: one row a waiting step, so that a queue is one indexed read."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from wagtail.models import Page, TaskState

from editorial.enums import Audience, Step


class QueueEntryQuerySet(models.QuerySet):
    """Steps that wait."""

    def claimed(self, now) -> "QueueEntryQuerySet":
        """Those that somebody has claimed and not let lapse."""
        return self.filter(claimed_until__gt=now)

    def unclaimed(self, now) -> "QueueEntryQuerySet":
        """Those that anybody may take."""
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lte=now))


class QueueEntry(models.Model):
    """One step of one piece, from the moment it waits until it is decided.

    Everything that a line of the queue shows stands here; the row goes with the decision, which
    the record keeps. Written only by ``editorial.actions``.

    Attributes:
        length: characters of the running text.
        since: when the piece came to this step; ``due_at``: until when it should be decided.
        claimed_until: when the claim of ``claimed_by`` lapses.
        stand_in: who may decide although the step is not open to that person's roles.
        barred: who may not decide: writers, and reviewers of other steps of this round.
    """

    task_state = models.OneToOneField(
        TaskState, verbose_name="环节", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    page = models.ForeignKey(Page, verbose_name="稿件", on_delete=models.CASCADE, related_name="+")
    revision_id = models.PositiveBigIntegerField("版本")
    title = models.CharField("题目", max_length=255)
    kind = models.SlugField("类别", max_length=20)
    audience = models.CharField("范围", max_length=10, choices=Audience.choices)
    step = models.CharField("环节", max_length=10, choices=Step.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="作者",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    unit = models.ForeignKey(
        "people.Unit", verbose_name="单位", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    length = models.PositiveIntegerField("字数", default=0)
    since = models.DateTimeField("送到时间")
    due_at = models.DateTimeField("限期")
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="认领人",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    claimed_until = models.DateTimeField("认领到", null=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="分派人",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    held_at = models.DateTimeField("待用自", null=True)
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="代审人",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    blocking = models.PositiveSmallIntegerField("须改", default=0)
    warnings = models.PositiveSmallIntegerField("请核对", default=0)
    barred = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name="须回避", related_name="+"
    )

    objects = QueueEntryQuerySet.as_manager()

    wagtail_reference_index_ignore = True  # decision 11

    class Meta:
        verbose_name = "待审稿件"
        verbose_name_plural = "待审稿件"
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(fields=["due_at", "task_state"]),
            models.Index(fields=["step", "due_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.title}：{self.get_step_display()}"

    def claimant(self, now):
        """Return who has claimed the step, if the claim has not lapsed by ``now``."""
        return self.claimed_by if self.claimed_until and self.claimed_until > now else None

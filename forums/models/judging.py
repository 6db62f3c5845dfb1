"""评审: who judges what, blind, and which points they gave."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forums.models.contests import Contest, ContestGroup, Criterion, score_field
from forums.models.entries import Entry


class Juror(models.Model):
    """Somebody who judges a contest, in some of its groups; without any, in all."""

    contest = models.ForeignKey(
        Contest, verbose_name="比赛", on_delete=models.PROTECT, related_name="jurors"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="评委",
        on_delete=models.PROTECT,
        related_name="juries",
    )
    groups = models.ManyToManyField(
        ContestGroup, verbose_name="评哪些组", blank=True, related_name="jurors"
    )
    added_at = models.DateTimeField("加入时间", default=timezone.now)
    left_at = models.DateTimeField("退出时间", null=True)
    left_reason = models.CharField("退出的原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "评委"
        verbose_name_plural = "评委"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "user"], name="forums_juror_once")
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def is_active(self) -> bool:
        """Whether the person still judges."""
        return self.left_at is None


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Assignments."""

    def standing(self) -> "AssignmentQuerySet":
        """Those that have not ended, of entries that take part."""
        return self.filter(ended_at=None, entry__state=Entry.State.ENTERED)

    def handed_in(self) -> "AssignmentQuerySet":
        """Those that are done."""
        return self.standing().exclude(handed_in_at=None)


class Assignment(models.Model):
    """One entry given to one juror.

    Attributes:
        draw: the number of the draw that made it.
        handed_in_at: since when the points stand; returning it makes it empty again.
        return_reason: why the organiser gave it back.
        ended_at, end_reason: the juror left, or declared a conflict of interest.
    """

    entry = models.ForeignKey(
        Entry, verbose_name="作品", on_delete=models.PROTECT, related_name="assignments"
    )
    juror = models.ForeignKey(
        Juror, verbose_name="评委", on_delete=models.PROTECT, related_name="assignments"
    )
    draw = models.PositiveSmallIntegerField("第几次抽签", default=1)
    assigned_at = models.DateTimeField("分配时间", default=timezone.now)
    comment = models.TextField("评语", max_length=1000, blank=True)
    handed_in_at = models.DateTimeField("交分时间", null=True)
    returned_at = models.DateTimeField("退回时间", null=True)
    return_reason = models.CharField("退回的理由", max_length=200, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    end_reason = models.CharField("结束的原因", max_length=200, blank=True)

    objects = AssignmentQuerySet.as_manager()

    wagtail_reference_index_ignore = True  # decision 11

    class Meta:
        verbose_name = "评审任务"
        verbose_name_plural = "评审任务"
        ordering = ["entry__blind_number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "juror"], name="forums_assignment_once"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(handed_in_at__isnull=True),
                name="forums_assignment_ended_counts_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} → {self.juror_id}"

    @property
    def is_handed_in(self) -> bool:
        """Whether the points stand."""
        return self.handed_in_at is not None

    @property
    def is_returned(self) -> bool:
        """Whether the organiser gave it back and waits."""
        return self.returned_at is not None and self.handed_in_at is None


class Score(models.Model):
    """Points for one criterion."""

    assignment = models.ForeignKey(
        Assignment, verbose_name="评审任务", on_delete=models.CASCADE, related_name="scores"
    )
    criterion = models.ForeignKey(
        Criterion, verbose_name="评分项", on_delete=models.PROTECT, related_name="scores"
    )
    value = score_field("分")

    wagtail_reference_index_ignore = True  # decision 11

    class Meta:
        verbose_name = "评分"
        verbose_name_plural = "评分"
        constraints = [
            models.UniqueConstraint(fields=["assignment", "criterion"], name="forums_score_once")
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}：{self.value}"

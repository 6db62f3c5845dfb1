"""共读: a school or a workshop reads one book, week by week."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from reading.models.catalogue import Work


class ReadingGroup(models.Model):
    """A term's plan for one book, of a school (``unit``) or of a workshop (its page)."""

    class Audience(models.TextChoices):
        """Who may see the group and join."""

        UNIT = "unit", "本单位老师"
        DISTRICT = "district", "全区老师"

    title = models.CharField("名称", max_length=60)
    work = models.ForeignKey(
        Work, verbose_name="图书", on_delete=models.PROTECT, related_name="groups"
    )
    organiser = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="领读人",
        on_delete=models.PROTECT,
        related_name="organised_groups",
    )
    unit = models.ForeignKey(
        "people.Unit",
        verbose_name="单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # A workshop; this floor does not know their page type.
    host_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="工作坊",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    audience = models.CharField(
        "谁可以参加", max_length=10, choices=Audience.choices, default=Audience.UNIT
    )
    about = models.TextField("说明", max_length=1000, blank=True)
    starts_on = models.DateField("开始")
    ends_on = models.DateField("结束")
    # The closing salon: an event's page.
    salon = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="结束时的沙龙",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
    created_at = models.DateTimeField("建立时间", default=timezone.now)

    class Meta:
        verbose_name = "共读"
        verbose_name_plural = "共读"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="reading_group_ends_after_start",
                violation_error_message="结束日期要晚于开始日期。",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The group's page, for its members."""
        return reverse("together:group", args=[self.pk])


class GroupWeek(models.Model):
    """What a group reads in one week, and the question of the week."""

    group = models.ForeignKey(ReadingGroup, on_delete=models.CASCADE, related_name="weeks")
    number = models.PositiveSmallIntegerField("第几周")
    starts_on = models.DateField("开始")
    from_page = models.PositiveSmallIntegerField("从第几页", null=True, blank=True)
    to_page = models.PositiveSmallIntegerField("到第几页", null=True, blank=True)
    reading = models.CharField("读什么", max_length=120, blank=True)
    question = models.CharField("本周问题", max_length=300, blank=True)

    class Meta:
        verbose_name = "共读的一周"
        verbose_name_plural = "共读的各周"
        ordering = ["group", "number"]
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="reading_group_week_once"),
            models.CheckConstraint(
                condition=Q(from_page__isnull=True)
                | Q(to_page__isnull=True)
                | Q(to_page__gte=F("from_page")),
                name="reading_group_week_pages",
                violation_error_message="结束页码小于开始页码。",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}周"


class GroupMember(models.Model):
    """A teacher who reads along."""

    group = models.ForeignKey(ReadingGroup, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reading_groups"
    )
    joined_at = models.DateTimeField("加入时间", default=timezone.now)

    wagtail_reference_index_ignore = True  # decision 11

    class Meta:
        verbose_name = "共读成员"
        verbose_name_plural = "共读成员"
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "user"], name="reading_group_member_once")
        ]

    def __str__(self) -> str:
        return str(self.user)


class GroupNoteQuerySet(models.QuerySet["GroupNote"]):
    """Notes of groups."""

    def standing(self) -> "GroupNoteQuerySet":
        """Those that the group sees."""
        return self.filter(removed_at=None)

    def removed_from(self, author: object) -> "GroupNoteQuerySet":
        """Those of one author that an organiser took out."""
        return self.filter(author=author).exclude(removed_at=None)


class GroupNote(models.Model):
    """What a member wrote to the question of a week; seen by the group."""

    week = models.ForeignKey(GroupWeek, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="group_notes"
    )
    text = models.TextField("内容", max_length=2000)
    page = models.PositiveSmallIntegerField("页码", null=True, blank=True)
    made_at = models.DateTimeField("写下的时间", default=timezone.now)
    changed_at = models.DateTimeField("改动的时间", null=True, editable=False)
    # Taken out of the group's sight by its organiser; the author still sees it, with the reason.
    removed_at = models.DateTimeField("移走的时间", null=True, editable=False)
    removal_reason = models.CharField("移走的理由", max_length=200, blank=True, editable=False)

    objects = GroupNoteQuerySet.as_manager()

    wagtail_reference_index_ignore = True  # decision 11

    class Meta:
        verbose_name = "共读札记"
        verbose_name_plural = "共读札记"
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removal_reason="")
                | (Q(removed_at__isnull=False) & ~Q(removal_reason="")),
                name="reading_group_note_removed_with_reason",
                violation_error_message="移走别人的札记要写明理由。",
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]

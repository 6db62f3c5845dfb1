"""Word to people: one row for each thing that one person is told, which is also the outbox."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from editorial.models.record import Decision
from editorial.notices.kinds import NoticeKind

LONGEST_LEASE = timedelta(hours=1)


class NotificationQuerySet(models.QuerySet):
    """What people are told."""

    def visible(self, now: datetime) -> "NotificationQuerySet":
        """What stands in the site: due, not taken back; the daily mail has the queue instead."""
        shown = self.filter(due_at__lte=now, retracted_at=None)
        return shown.exclude(kind=NoticeKind.DIGEST)

    def unread(self) -> "NotificationQuerySet":
        """What its recipient has not opened."""
        return self.filter(read_at=None)

    def to_mail(self, now: datetime) -> "NotificationQuerySet":
        """What should leave by mail now and is in nobody's hands."""
        is_free = Q(leased_until=None) | Q(leased_until__lte=now)
        # No lease is that long: it was taken by a clock that has been set back since.
        is_free |= Q(leased_until__gt=now + LONGEST_LEASE)
        return self.filter(is_free, mail_at__lte=now, mailed_at=None, retracted_at=None)


class Notification(models.Model):
    """One thing that one person is told. Written only by ``editorial.notices``.

    Attributes:
        decision: what it is about; none where nothing was decided about the piece.
        page_id, page_title: the piece, which the row outlives.
        due_at: from when on it may be seen: the end of the time for taking a decision back.
        awaits_digest: it goes with the next daily mail.
        mail_at: from when on it may be mailed; empty: never, or not yet.
        leased_until: a sender has it in hand until then; should that one die, another takes it.
        attempts, last_error: of mailing.
        retracted_at: when the decision was taken back.
        scheduled_for, sentence, words: set by ``editorial.notices.queries.with_words``.
    """

    scheduled_for: datetime | None
    sentence: str
    words: str

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="收件人",
        on_delete=models.CASCADE,
        related_name="+",
    )
    decision = models.ForeignKey(
        Decision, verbose_name="决定", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    page_id = models.PositiveBigIntegerField("稿件", null=True, db_index=True)
    page_title = models.CharField("题目", max_length=255, blank=True)
    kind = models.CharField("类别", max_length=10, choices=NoticeKind.choices)
    text = models.TextField("内容")
    url = models.CharField("网址", max_length=255)
    created_at = models.DateTimeField("写下时间", default=timezone.now)
    due_at = models.DateTimeField("送达时间")
    read_at = models.DateTimeField("已读时间", null=True)
    awaits_digest = models.BooleanField("等每日邮件", default=False)
    mail_at = models.DateTimeField("邮件时间", null=True)
    mailed_at = models.DateTimeField("邮件发出时间", null=True)
    leased_until = models.DateTimeField("正在发送，到", null=True)
    attempts = models.PositiveSmallIntegerField("发送次数", default=0)
    last_error = models.CharField("发送错误", max_length=200, blank=True)
    retracted_at = models.DateTimeField("作废时间", null=True)

    objects = NotificationQuerySet.as_manager()

    wagtail_reference_index_ignore = True  # decision 11

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知"
        ordering = ["-due_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "recipient", "kind"], name="editorial_told_once"
            )
        ]
        indexes = [
            models.Index(fields=["recipient", "-due_at"], name="editorial_notice_list"),
            models.Index(
                fields=["recipient", "due_at"],
                condition=Q(read_at=None, retracted_at=None),
                name="editorial_notice_unread",
            ),
            models.Index(
                fields=["mail_at"],
                condition=Q(mailed_at=None, retracted_at=None, mail_at__isnull=False),
                name="editorial_notice_outbox",
            ),
            models.Index(
                fields=["awaits_digest"],
                condition=Q(awaits_digest=True),
                name="editorial_notice_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.text}"


class MailChoice(models.Model):
    """Which mails a person wants; without a row, all. Word in the site stands in any case."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="账号",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    decisions = models.BooleanField(
        "稿件消息", default=True, help_text="退回、采用、撤稿，或有人把稿件交给您时。"
    )
    events = models.BooleanField(
        "活动消息", default=True, help_text="候补有了名额、请您确认、活动前一天提醒时。"
    )
    digest = models.BooleanField(
        "每日提醒",
        default=True,
        help_text="有稿件等您处理，或讨论里有人回复、提到您的日子，早上一封，不逐条发。",
    )

    class Meta:
        verbose_name = "邮件选择"
        verbose_name_plural = "邮件选择"

    def __str__(self) -> str:
        return str(self.user)


class DigestRun(models.Model):
    """A day whose daily mails are written; the row makes it happen once."""

    day = models.DateField("日期", primary_key=True)

    class Meta:
        verbose_name = "每日提醒记录"
        verbose_name_plural = "每日提醒记录"

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"

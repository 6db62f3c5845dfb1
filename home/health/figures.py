"""Queues and the worker, as they stand when the site is examined."""

from datetime import datetime
from typing import Any

from django.db.models import Min
from django_tasks_db.models import DBTaskResult

from editorial.models import Notification, QueueEntry
from feedback.enums import State
from feedback.models import Letter
from home.health.rules import is_worker_silent
from search.models import IndexOperation


def queues(now: datetime) -> list[dict[str, Any]]:
    """Return how much waits where. Queries: 9."""
    pieces = QueueEntry.objects.filter(held_at=None)
    overdue = pieces.filter(due_at__lte=now).count()
    mails = Notification.objects.filter(mailed_at=None, retracted_at=None, attempts__gt=0)
    unsent = mails.exclude(mail_at=None).count()
    ready = DBTaskResult.objects.ready()
    oldest = ready.aggregate(oldest=Min("enqueued_at"))["oldest"]
    failed = DBTaskResult.objects.failed().count()
    is_silent = is_worker_silent(oldest, now)
    indexing = IndexOperation.objects.count()
    letters = Letter.objects.filter(state=State.NEW).count()
    return [
        _figure("等审的稿件", pieces.count()),
        _figure("其中过期的", overdue, is_alarming=bool(overdue)),
        _figure("没有人接手的读者来信", letters),
        _figure("等着进检索的改动", indexing, is_alarming=indexing > 1_000),
        _figure("发送失败、还要再试的邮件", unsent, is_alarming=bool(unsent)),
        _figure("等着做的后台任务", ready.count(), is_alarming=is_silent),
        _figure("失败的后台任务", failed, is_alarming=bool(failed)),
        _figure("后台进程", "好像没有在运行" if is_silent else "没有积压", is_alarming=is_silent),
    ]


def _figure(label: str, value: int | str, *, is_alarming: bool = False) -> dict[str, Any]:
    return {"label": label, "value": value, "is_alarming": is_alarming}

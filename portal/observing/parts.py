"""The parts of ``/readyz`` that concern background work.

The site answers without them: what fails here is degraded, not down.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from portal.observing import heart, queue

_DATABASE = "django_tasks_db.DatabaseBackend"
SILENT_AFTER = 4 * heart.EVERY  # seconds
LATE_AFTER = 300.0  # seconds


def needs_worker() -> bool:
    """Whether tasks wait in the database, for a worker, rather than run at once."""
    return bool(settings.TASKS["default"]["BACKEND"] == _DATABASE)


def worker() -> tuple[bool, str]:
    """Whether a worker has given a sign of life."""
    if not needs_worker():
        return True, "后台任务随请求执行，不需要后台进程"
    age = heart.age(heart.WORKER)
    if age is None:
        return False, "后台进程还没有运行过，请启动 manage.py db_worker"
    if age > SILENT_AFTER:
        last = timezone.localtime(timezone.now() - timedelta(seconds=age))
        return False, f"后台进程没有动静，最后一次是 {last:%Y-%m-%d %H:%M:%S}"
    return True, "后台进程在运行"


def tasks() -> tuple[bool, str]:
    """Whether tasks that are due get done."""
    state = queue.state()
    words = f"等待 {state.waiting} 项，一天内失败 {state.failed} 项"
    if state.oldest > LATE_AFTER:
        return False, f"任务积压：最早的一项已等了 {state.oldest / 60:.0f} 分钟；{words}"
    return True, words

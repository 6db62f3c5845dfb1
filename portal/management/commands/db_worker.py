"""``manage.py db_worker``: the library's worker, with signs of life for ``/readyz``."""

import os
from typing import Any

from django.utils.autoreload import DJANGO_AUTORELOAD_ENV
from django_tasks_db.management.commands.db_worker import Command as LibraryCommand

from portal.observing.heart import WORKER, Pulse


class Command(LibraryCommand):
    help = "执行后台任务的进程；每 15 秒在数据库里留下一次记号。"

    def handle(self, *, reload: bool, batch: bool, **options: Any) -> None:
        # The reloader's first process only watches the files.
        watches = reload and os.environ.get(DJANGO_AUTORELOAD_ENV) != "true"
        if watches or batch:
            super().handle(reload=reload, batch=batch, **options)
            return
        with Pulse(WORKER):
            super().handle(reload=reload, batch=batch, **options)

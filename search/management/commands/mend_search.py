"""``manage.py mend_search``: builds an index that is gone, and brings queued changes in."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from search import health, queue
from search.engine.errors import IndexLockedError


class Command(BaseCommand):
    help = "检索索引丢失或损坏时重建，否则只写入排队的改动。可以每分钟运行一次。"

    def handle(self, *args: Any, **options: Any) -> None:
        works, why = health.check()
        if works:
            queue.drain(timeout=30)
            return
        self.stderr.write(why)
        try:
            call_command("update_index", verbosity=0)
        except IndexLockedError:
            self.stderr.write("另一个进程正在重建。")
        else:
            self.stdout.write("检索索引已经重建。")

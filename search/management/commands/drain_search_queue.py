import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from search import queue


class Command(BaseCommand):
    help = "把排队的改动写入检索索引。可反复执行，也可与其他进程同时执行。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--watch",
            type=float,
            metavar="SECONDS",
            help="每隔若干秒检查一次，直到被中断（默认只执行一次）",
        )

    def handle(self, *, watch=None, verbosity=1, **options):
        try:
            self.drain(verbosity, quiet_when_idle=False)
            while watch:
                time.sleep(watch)
                close_old_connections()
                self.drain(verbosity, quiet_when_idle=True)
        except KeyboardInterrupt:
            self.stdout.write("已停止。")

    def drain(self, verbosity: int, *, quiet_when_idle: bool) -> None:
        """Drain once and say what was done."""
        applied = queue.drain(timeout=30)
        if verbosity and (applied or not quiet_when_idle):
            self.stdout.write(f"已处理 {applied} 项改动，待处理 {queue.pending()} 项。")

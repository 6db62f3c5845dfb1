from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from editorial.notices.delivery import deliver_due
from editorial.notices.digest import write_digests


class Command(BaseCommand):
    """For cron, every minute: what is due and not yet mailed, whatever became of its task."""

    help = "发出到时间的通知邮件；--digest 同时写当天的每日提醒（每天一次）。可以反复、同时运行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--digest", action="store_true", help="到了编辑部设置里的钟点，写当天的每日提醒。"
        )

    def handle(self, *args: Any, digest: bool, **options: Any) -> None:
        if digest:
            write_digests(timezone.now())
        mailed = deliver_due()
        if mailed or options["verbosity"] > 1:
            self.stdout.write(f"发出 {mailed} 封邮件。")

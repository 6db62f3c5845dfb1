"""``manage.py keep_house minutely|nightly``: everything that belongs in cron, in one process."""

import logging
import time
from argparse import ArgumentParser
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from portal.observing.parts import needs_worker

logger = logging.getLogger(__name__)

# Commands that refuse to run where the settings have chosen an engine without what they tidy.
NEEDED_ONLY_WHEN: dict[str, Callable[[], bool]] = {"prune_db_task_results": needs_worker}


class Command(BaseCommand):
    """Run the commands of ``HOUSEKEEPING`` one after the other; one that fails stops no other.

    Those of ``NEEDED_ONLY_WHEN`` are passed over where nothing is theirs to do.
    """

    help = "依次执行定时任务（见 HOUSEKEEPING 设置）；某一项失败不影响其他各项，最后以失败退出。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("when", choices=sorted(settings.HOUSEKEEPING), help="哪一组")

    def handle(self, *, when: str, verbosity: int, **options: object) -> None:
        failed = []
        for name, *arguments in settings.HOUSEKEEPING[when]:
            if not NEEDED_ONLY_WHEN.get(name, lambda: True)():
                if verbosity > 1:
                    self.stdout.write(f"{name}: 这里用不着")
                continue
            started = time.monotonic()
            try:
                call_command(name, *arguments, verbosity=verbosity)
            except Exception:
                logger.exception("The command %s failed", name)
                failed.append(name)
            # A server that was restarted meanwhile is connected to anew.
            close_old_connections()
            if verbosity > 1:
                self.stdout.write(f"{name}: {time.monotonic() - started:.1f} 秒")
        if failed:
            raise CommandError(f"没有做完：{'、'.join(failed)}，详见日志。")

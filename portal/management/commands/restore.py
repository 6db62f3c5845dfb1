"""``manage.py restore``: a backup, checked, into an empty place."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.backup.actions import restore
from portal.backup.manifest import BackupError
from portal.backup.places import find, here
from portal.lasting import renew


class Command(BaseCommand):
    help = (
        "把备份恢复到空的数据库和空的媒体目录：先检查备份，再写入，核对行数，最后重建检索索引。"
        "DIR 是一个备份，或存放备份的目录（取最新的一个）。退出码：0 成功；1 没有恢复。"
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="备份")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            path = find(options["folder"].absolute())
            manifest = restore(place=here(), folder=path)
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(manifest.tables.values())
        self.stdout.write(
            f"已从 {path} 恢复：{len(manifest.tables)} 张表 {rows} 行，与清单一致；"
            f"备份于 {manifest.made_at}。"
        )
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("备份比程序旧，正在升级数据库 …")
            call_command("migrate", verbosity=0)
        # What other processes and the cache remember is of another database.
        renew()
        cache.clear()
        self.stdout.write("正在重建检索索引 …")
        call_command("update_index", verbosity=0)
        self.stdout.write(self.style.SUCCESS("恢复完成，可以启动门户了。"))

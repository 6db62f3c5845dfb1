"""``manage.py backup``: everything that the portal cannot make again, in one folder."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.backup.actions import backup, verify
from portal.backup.manifest import BackupError, Manifest
from portal.backup.places import find, here, thin


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError("要写 1 或更大的整数")
    return int(text)


class Command(BaseCommand):
    help = (
        "备份数据库和媒体文件，门户可以照常运行；每次备份是 DIR 里的一个目录，写完才有正式的名字。"
        "退出码：0 成功；1 没有备份成，或备份有问题。"
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="存放备份的目录")
        parser.add_argument("--keep", type=_count, metavar="N", help="成功以后只留最近 N 个备份")
        parser.add_argument(
            "--full", action="store_true", help="媒体文件全部重新复制，不与上一个备份共用"
        )
        parser.add_argument(
            "--verify", action="store_true", help="不备份，只检查 DIR（或其中最新的备份）是否完好"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"].absolute()
        try:
            if options["verify"]:
                path = find(folder)
                self._say(path, verify(path), "完好")
                return
            place = here()
            path = backup(place=place, folder=folder, full=options["full"])
            self._say(path, Manifest.read(path), "已写好")
            if place.media is None:
                self.stdout.write(
                    self.style.WARNING("媒体文件在对象存储里，不在备份中；请用存储服务自己的备份。")
                )
            for gone in thin(folder, options["keep"]) if options["keep"] else []:
                self.stdout.write(f"已删除旧备份 {gone.name}。")
        except BackupError as error:
            raise CommandError(str(error)) from error

    def _say(self, path: Path, manifest: Manifest, state: str) -> None:
        size = sum(entry.size for entry in manifest.files.values())
        rows = sum(manifest.tables.values())
        self.stdout.write(
            f"备份{state}：{path}（{len(manifest.tables)} 张表 {rows} 行，"
            f"{len(manifest.files)} 个文件 {size / 2**20:.1f} MB）"
        )

"""``manage.py purge_record``: lets go of old records, where a time for keeping them is set."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from editorial.actions.purging import purge_record
from editorial.errors import NotPossible
from editorial.models import EditorialSettings


class Command(BaseCommand):
    help = "清理超过保留期的审稿记录。没有设置保留期时什么也不删。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="只统计，不删除")

    def handle(self, *args: Any, **options: Any) -> None:
        if EditorialSettings.load().retention_months is None:
            self.stdout.write("没有设置保留期，全部保留。")
            return
        dry_run = options["dry_run"]
        try:
            purged = purge_record(by=None, now=timezone.now(), dry_run=dry_run)
        except NotPossible as refused:
            raise CommandError(str(refused)) from refused
        done = "将清理" if dry_run else "已清理"
        self.stdout.write(
            f"{done} {purged.pieces} 篇稿件的记录：决定 {purged.decisions} 条，"
            f"签发 {purged.releases} 条。"
        )

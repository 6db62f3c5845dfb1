"""``manage.py purge_searches``: lets go of counts of searches that are older than the setting."""

from typing import Any

from django.core.management.base import BaseCommand

from search.counting import purge_counts


class Command(BaseCommand):
    help = "清理超过保留期的搜索统计。可以每天运行一次。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"已清理 {purge_counts()} 行搜索统计。")

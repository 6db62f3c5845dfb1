from typing import Any

from django.core.management.base import BaseCommand

from media.actions import rebuild_published_uses


class Command(BaseCommand):
    help = "重新登记所有已发布页面使用的图片和文档（导入或恢复数据之后运行，可重复运行）。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"已登记 {rebuild_published_uses()} 个页面。")

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from forums.hours.actions import propose_finished


class Command(BaseCommand):
    help = "把已结束场次的签到变成待确认的学时；可以反复运行，建议每晚一次。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=30, help="往前看多少天（默认 30）")

    def handle(self, *args: Any, **options: Any) -> None:
        count = propose_finished(days=options["days"])
        self.stdout.write(f"新提出 {count} 条学时。")

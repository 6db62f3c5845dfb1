"""``manage.py examine_site``: what editors should look after."""

from django.core.management.base import BaseCommand

from home.health.actions import examine
from home.health.models import HealthFinding


class Command(BaseCommand):
    """Examine the whole site; nothing is fetched from outside."""

    help = "检查栏目、链接、图片、到期、账号和队列，写进“站点体检”；放进 cron，每天夜里一次。"

    def handle(self, *args: object, **options: object) -> None:
        examine()
        self.stdout.write(f"查完了，有 {HealthFinding.objects.count()} 处要看。")

"""``manage.py init_site``: the sections of an empty portal."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from home.site_tree import ensure_site


class Command(BaseCommand):
    """Make the home page, its sections and the three reviews; safe to run again."""

    help = "建立首页、各栏目和三审流程；可以重复运行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--hostname", default="localhost", help="站点域名")
        parser.add_argument("--port", type=int, default=80, help="站点端口")

    def handle(self, *args: object, hostname: str, port: int, **options: object) -> None:
        home = ensure_site(hostname=hostname, port=port)
        self.stdout.write(f"站点已就绪：{home.get_full_url()}")

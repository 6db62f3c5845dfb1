"""``manage.py init_site``: the sections of an empty portal."""

from django.conf import settings
from django.core.management.base import BaseCommand

from home.site_tree import ensure_files, ensure_site, set_address


class Command(BaseCommand):
    """Make the home page, its sections and the three reviews at ``BASE_URL``; safe to run again.

    Also the files of words and characters that web processes read.
    """

    help = "建立首页、各栏目和三审流程；可以重复运行。"

    def handle(self, *args: object, **options: object) -> None:
        home = ensure_site()
        set_address(settings.BASE_URL)
        ensure_files()
        self.stdout.write(f"站点已就绪：{home.get_full_url()}")

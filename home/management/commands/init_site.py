"""``manage.py init_site``: the sections of an empty portal."""

from django.conf import settings
from django.core.management.base import BaseCommand

from home.site_tree import ensure_site, set_address
from search import lexicon


class Command(BaseCommand):
    """Make the home page, its sections and the three reviews at ``BASE_URL``; safe to run again.

    Also the file of words that web processes share.
    """

    help = "建立首页、各栏目和三审流程；可以重复运行。"

    def handle(self, *args: object, **options: object) -> None:
        home = ensure_site()
        set_address(settings.BASE_URL)
        lexicon.write(settings.VAR_DIR)
        self.stdout.write(f"站点已就绪：{home.get_full_url()}")

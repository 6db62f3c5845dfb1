from django.core.management.base import BaseCommand

from portal.page_cache.recording import purge


class Command(BaseCommand):
    """Make all pages anew: after SQL by hand, or when something else changed behind our back."""

    help = "让所有缓存页面立即失效（手工改过数据库之后用）"

    def handle(self, *args: object, **options: object) -> None:
        """Purge on all machines."""
        purge()
        self.stdout.write("缓存页面已全部失效。")

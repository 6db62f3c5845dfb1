"""``manage.py rebuild_similarity``: take every piece that was handed in among the sources anew."""

from django.core.management.base import BaseCommand

from editorial.similarity.actions import rebuild

STEP = 500


class Command(BaseCommand):
    """Rebuild the store of fingerprints; the site goes on working meanwhile."""

    help = "重建雷同比对的指纹库：所有送审过的稿件，各取最后送审的一版；可以重复运行。"

    def handle(self, *args: object, **options: object) -> None:
        done = total = 0
        for done, total in rebuild():
            if done % STEP == 0:
                self.stdout.write(f"{done} / {total}")
        self.stdout.write(f"共收入 {done} 篇。")

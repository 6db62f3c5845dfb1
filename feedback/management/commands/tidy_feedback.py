"""``manage.py tidy_feedback``: what letters and counts do not need any more."""

from django.core.management.base import BaseCommand

from feedback.letters.actions import erase_contacts
from feedback.visits.actions import roll_up


class Command(BaseCommand):
    """Erase contacts of letters long settled, and join old days of counts into months."""

    help = "清除办结已久的来信的联系方式，把较早的逐日浏览次数并成逐月的；放进 cron，每天一次。"

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"清除了 {erase_contacts()} 封来信的联系方式。")
        self.stdout.write(f"合并了 {roll_up()} 条逐日的浏览次数。")

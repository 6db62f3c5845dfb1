from django.core.management.base import BaseCommand

from people.actions.sessions import tidy_sign_ins


class Command(BaseCommand):
    help = "Remove what is kept about sessions that are over. Meant for cron, after clearsessions."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"Removed {tidy_sign_ins()} lines.")

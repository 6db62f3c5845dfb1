from django.core.management.base import BaseCommand

from people.audit.actions import tidy_trail


class Command(BaseCommand):
    help = "Remove lines of the audit trail older than AUDIT_KEEP_DAYS. Meant for cron, monthly."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"Removed {tidy_trail()} lines.")

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from forums.registration.actions import ask_to_confirm, remind, settle
from forums.registration.queries import events_to_keep


class Command(BaseCommand):
    """For cron, every minute: the clock's part in registrations, whatever became of its tasks."""

    help = "顺延候补名额、请人确认、发活动提醒。每分钟运行一次，可以反复、同时运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        changed = asked = reminded = 0
        for page_id in events_to_keep(now):
            changed += settle(page_id=page_id, now=now)
            asked += ask_to_confirm(page_id=page_id, now=now)
            reminded += remind(page_id=page_id, now=now)
        if changed or asked or reminded or options["verbosity"] > 1:
            self.stdout.write(f"名额变动 {changed}，请人确认 {asked}，提醒 {reminded}。")

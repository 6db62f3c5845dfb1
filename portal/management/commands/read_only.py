"""``manage.py read_only``: the switch for maintenance."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal import read_only
from portal.models import ReadOnlySpell

LONGEST = ReadOnlySpell._meta.get_field("reason").max_length


class Command(BaseCommand):
    help = "维护时让网站只能看、不能写；立即生效，不用重启。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("state", choices=["on", "off", "status"], help="开、关、查看")
        parser.add_argument("--reason", default="", help=f"写给访客看的一句话，最多 {LONGEST} 字")

    def handle(self, *args: Any, state: str, reason: str, **options: Any) -> None:
        if reason and state != "on":
            raise CommandError("--reason 只和 on 一起用。")
        if len(reason) > LONGEST:
            raise CommandError(f"这句话有 {len(reason)} 字，最多 {LONGEST} 字。")
        if state == "on":
            read_only.begin(reason=reason)
        elif state == "off":
            read_only.end()
        now = read_only.notice()
        self.stdout.write(f"网站现在{'只能看' if now.is_on else '可以读写'}。{now.reason}")

"""``manage.py expire_consents``: take down what rests on a consent that has run out; daily."""

from typing import Any

from django.core.management.base import BaseCommand

from people import actions


class Command(BaseCommand):
    help = "撤下本人同意已经到期的稿件。每天运行一次，重复运行没有影响。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"到期未续的同意：{actions.expire_consents()} 份。")

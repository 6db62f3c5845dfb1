from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.models import User
from people.second_factor.actions import reset_second_factor


class Command(BaseCommand):
    help = "Take a lost second factor off an account; for the last administrator, too."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("staff_number")
        parser.add_argument("--reason", required=True, help="how the person proved who they are")

    def handle(self, *args: object, **options: object) -> None:
        user = User.objects.by_staff_number(str(options["staff_number"])).first()
        if user is None:
            raise CommandError("没有这个工号。")
        removed = reset_second_factor(user=user, reason=str(options["reason"]))
        self.stdout.write("已重设。" if removed else "这个账号没有启用两步验证。")

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.models import User
from people.personal.erasing import erase_person


class Command(BaseCommand):
    help = "Delete what is held of a person who asked in writing, for good; see personal-data.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("staff_number")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: object, **options: object) -> None:
        user = User.objects.by_staff_number(str(options["staff_number"])).first()
        if user is None:
            raise CommandError("没有这个工号。")
        if (
            not options["yes"]
            and input(f"{user.name}，不能恢复。输入工号确认：") != user.staff_number
        ):
            raise CommandError("没有确认，什么也没有删除。")
        try:
            erase_person(user=user, by=None)
        except ValidationError as refused:
            raise CommandError("".join(refused.messages)) from refused
        self.stdout.write("已删除。")

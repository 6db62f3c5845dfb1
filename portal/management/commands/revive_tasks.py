"""``manage.py revive_tasks``: after a worker was killed."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from portal.faults.lost_work import revive


class Command(BaseCommand):
    help = "把中断的后台任务重新排队。可反复执行；每分钟一次，并在后台进程启动之前执行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--worker",
            default="",
            metavar="NAME",
            help="即将启动的后台进程的名字（db_worker --worker-id）：它手里的任务立即重新排队",
        )

    def handle(self, *, worker: str, verbosity: int, **options: object) -> None:
        revived = revive(worker=worker)
        if verbosity > 1 or any((revived.again, revived.given_up, revived.from_future)):
            self.stdout.write(
                f"重新排队 {revived.again} 项，放弃 {revived.given_up} 项，"
                f"时钟曾经走快的 {revived.from_future} 项已改为立即执行。"
            )

"""``manage.py fill_calendar``: the State Council's holidays as editable rows.

Source: 国务院办公厅关于节假日安排的通知 of each year, as carried by ``chinesecalendar``.
"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from editorial.workdays.actions import fill_calendar
from editorial.workdays.holidays import is_known


class Command(BaseCommand):
    """Fill the calendar; rows that are there are left alone."""

    help = "把国务院公布的节假日写进工作日历；可以重复运行，已有的行不会改动。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("years", nargs="*", type=int, help="年份；不写就是今年")

    def handle(self, *args: object, years: list[int], **options: object) -> None:
        years = years or [timezone.localdate().year]
        unknown = [str(year) for year in years if not 1 <= year <= 9999 or not is_known(year)]
        if unknown:
            raise CommandError(
                f"没有 {'、'.join(unknown)} 年的节假日数据。"
                "请升级 chinesecalendar，或在后台“工作日历”里逐日填写。"
            )
        for year in years:
            self.stdout.write(f"{year} 年：新增 {fill_calendar(year)} 天。")

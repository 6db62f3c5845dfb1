"""``manage.py count_reading_figures``: the totals of the public page, for a nightly timer."""

from django.core.management.base import BaseCommand

from reading.figures.actions import count_year
from reading.figures.queries import years


class Command(BaseCommand):
    """Count all years that have begun; safe to run at any time."""

    help = "重新统计书房计划的年度合计（每晚运行一次；页面也会在数字超过一天时请后台重算）。"

    def handle(self, *args: object, **options: object) -> None:
        for year in years():
            figures = count_year(year=year)
            total = "人数不足，不公布" if figures.total is None else f"{figures.total} 本"
            self.stdout.write(f"{year}：{total}")

"""``manage.py demo``: an invented district to look at."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from home.demo import district
from home.demo.build import build, is_built, real_content
from home.demo.people import PASSWORD, logins
from home.demo.progress import Progress
from home.site_tree import ensure_files, ensure_site, set_address


class Command(BaseCommand):
    """Fill an empty database with demo content; a second run changes nothing."""

    help = "在空数据库里建立演示内容（人物均为虚构）；可以重复运行，不会碰有真实内容的数据库。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=["small", "district"], default="small", help="规模")
        parser.add_argument(
            "--allow-demo-accounts",
            action="store_true",
            help="DEBUG 关闭时也建立密码公开的演示账号",
        )
        parser.add_argument("--accounts", action="store_true", help="只列出演示账号")
        parser.add_argument("--unlisted", action="store_true", help="建好后不列出演示账号")

    def handle(
        self,
        *args: object,
        accounts: bool,
        allow_demo_accounts: bool,
        unlisted: bool,
        size: str,
        **options: object,
    ) -> None:
        wants_district = size == "district" and not accounts and not district.is_built()
        if is_built() and not wants_district:
            set_address(settings.BASE_URL)  # the port may be another one than last time
            if not accounts:
                # What a newer version of the portal needs.
                ensure_site()
                ensure_files()
                self.stdout.write("演示内容已经建立，没有改动。")
            self._list_accounts()
            return
        if accounts:
            self.stdout.write("这个数据库里没有演示账号。")
            return
        if not is_built() and (found := real_content()):
            raise CommandError(
                f"这个数据库里已有真实内容（{'、'.join(found)}），演示内容只能建在空数据库里。"
            )
        if not (settings.DEBUG or allow_demo_accounts):
            raise CommandError(
                "DEBUG 已关闭：演示账号的密码是公开的。确实需要时，请加上 --allow-demo-accounts。"
            )
        self.stdout.write("正在建立演示内容，人物均为虚构 …")
        if not is_built():
            ensure_files()
            pieces = build(Progress(self.stdout))
            self.stdout.write(f"完成：{pieces} 篇稿件，处于审稿流程的各个环节。")
        if wants_district:
            self._build_district()
        if not unlisted:
            self._list_accounts()

    def _build_district(self) -> None:
        sizes = district.build(Progress(self.stdout))
        self.stdout.write(
            f"完成：{sizes.units} 个单位、{sizes.teachers} 位教师、{sizes.records} 条阅读记录、"
            f"{sizes.logs} 篇读书笔记、{sizes.days_read} 个读段日。"
        )

    def _list_accounts(self) -> None:
        self.stdout.write(f"\n演示账号（密码都是 {PASSWORD}）：")
        for number, name, hint in logins():
            self.stdout.write(f"  {number:<12} {name}  {hint}")

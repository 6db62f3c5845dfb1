"""``manage.py import_people``: accounts and units from an .xlsx workbook."""

import os
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from openpyxl import Workbook

from people import importing
from people.importing import columns as col
from people.importing.storing import CREATED, UNCHANGED, UPDATED

REFUSED, ROWS_WITH_PROBLEMS = 1, 2
_SHOWN_PROBLEMS = 50


class Command(BaseCommand):
    help = (
        "从 .xlsx 导入单位和人员：全部成功才写入，重复运行只更新。"
        "退出码：0 成功；1 文件不能导入或结果文件不能写；2 有的行有问题，没有导入任何内容。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE.xlsx", help="要导入的文件")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument(
            "--report",
            type=Path,
            metavar="OUT.xlsx",
            help="结果文件：原有各行加上结果、初始密码和问题。不给时不产生初始密码，新账号"
            "要由管理员另发初始密码，或由本人用邮箱设置",
        )
        parser.add_argument("--template", type=Path, metavar="OUT.xlsx", help="生成空白模板")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["template"]:
            _write(importing.template_workbook(), options["template"])
            self.stdout.write(f"模板已写入 {options['template']}")
        if options["file"]:
            self._import(options["file"], options["report"], dry_run=options["dry_run"])
        elif not options["template"]:
            raise CommandError("请给出要导入的文件，或用 --template 生成模板。", returncode=REFUSED)

    def _import(self, path: Path, report: Path | None, *, dry_run: bool) -> None:
        try:
            with path.open("rb") as file:
                sheets = importing.read_workbook(file, path.name)
        except OSError as error:
            raise CommandError(f"读不了 {path}：{error.strerror}", returncode=REFUSED) from error
        except importing.RefusedWorkbookError as error:
            raise CommandError(str(error), returncode=REFUSED) from error
        result = importing.check_import(sheets)
        if not result.ok or dry_run:
            if report:
                _write(importing.report_workbook(sheets, result), report)
            self._finish(result, "检查完毕，没有写入任何内容。")
            return
        passwords = importing.draw_passwords(result) if report else {}
        draft = None
        if report:
            # Written before anything is stored: a full disk must not swallow the passwords.
            draft = _write_draft(importing.report_workbook(sheets, result, passwords), report)
        try:
            result = importing.store_import(sheets, initial_passwords=passwords)
            if report and draft and result.ok:
                draft.replace(report)
        finally:
            if draft:
                draft.unlink(missing_ok=True)
        self._finish(result, "导入完毕。")

    def _finish(self, result: importing.ImportResult, done: str) -> None:
        if not result.ok:
            for (sheet, row), problems in sorted(result.problems.items())[:_SHOWN_PROBLEMS]:
                self.stderr.write(f"{sheet} 第 {row} 行：{' '.join(problems)}")
            hidden = len(result.problems) - _SHOWN_PROBLEMS
            if hidden > 0:
                self.stderr.write(f"……另有 {hidden} 行，用 --report 查看全部。")
            raise CommandError(
                f"{len(result.problems)} 行有问题，没有导入任何内容。",
                returncode=ROWS_WITH_PROBLEMS,
            )
        for sheet in (col.UNITS_SHEET, col.PEOPLE_SHEET):
            counts = "、".join(
                f"{outcome} {result.count(sheet, outcome)}"
                for outcome in (CREATED, UPDATED, UNCHANGED)
            )
            self.stdout.write(f"{sheet}：{counts}")
        self.stdout.write(done)


def _write(book: Workbook, target: Path) -> None:
    draft = _write_draft(book, target)
    try:
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _write_draft(book: Workbook, target: Path) -> Path:
    """Save beside ``target``, readable by the operator only: it may hold phones and passwords."""
    try:
        handle, name = tempfile.mkstemp(prefix=".import-", suffix=".xlsx", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            book.save(file)
    except OSError as error:
        raise CommandError(f"写不了 {target}：{error.strerror}", returncode=REFUSED) from error
    return Path(name)

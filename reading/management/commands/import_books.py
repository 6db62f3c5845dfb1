"""``manage.py import_books``: books, or the list of classics, from .xlsx or .csv."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from people.importing.tables import read_table
from people.importing.workbook import RefusedWorkbookError
from reading.catalogue import columns as col
from reading.catalogue.importing import ImportResult, check_books, import_books

REFUSED, ROWS_WITH_PROBLEMS = 1, 2
_SHOWN_PROBLEMS = 50


class Command(BaseCommand):
    help = (
        "从 .xlsx 或 .csv 导入书目：全部成功才写入，重复运行只补全。"
        "退出码：0 成功；1 文件不能导入；2 有的行有问题，没有导入任何内容。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="要导入的文件")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument(
            "--classics", action="store_true", help="这是教育名著书目：列出的书都标为教育名著"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                rows = read_table(
                    file,
                    path.name,
                    columns=col.EXPORTED,
                    required=col.REQUIRED,
                    longest=col.LONGEST_CELL,
                )
        except OSError as error:
            raise CommandError(f"读不了 {path}：{error.strerror}", returncode=REFUSED) from error
        except RefusedWorkbookError as error:
            raise CommandError(str(error), returncode=REFUSED) from error
        act = check_books if options["dry_run"] else import_books
        self._tell(act(rows, classics=options["classics"]), stored=act is import_books)

    def _tell(self, result: ImportResult, *, stored: bool) -> None:
        for number, problems in sorted(result.problems.items())[:_SHOWN_PROBLEMS]:
            self.stderr.write(f"第 {number} 行：{' '.join(problems)}")
        if not result.is_ok:
            raise CommandError(
                f"{len(result.problems)} 行有问题，没有导入任何内容。",
                returncode=ROWS_WITH_PROBLEMS,
            )
        for number, remark in sorted(result.remarks.items())[:_SHOWN_PROBLEMS]:
            self.stdout.write(f"第 {number} 行：{remark}")
        self.stdout.write("、".join(f"{name} {count}" for name, count in result.counts.items()))
        self.stdout.write("导入完毕。" if stored else "检查完毕，没有写入任何内容。")

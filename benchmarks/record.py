"""What a long record costs: ``python -m benchmarks.record`` prints seconds and megabytes.

100,000 decisions: the export, the first and the last page of the list, the report; and the PDF of
a sheet of 200 decisions. A temporary SQLite database; figures of different machines differ.
"""

import os
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta

DECISIONS, ON_ONE_SHEET = 100_000, 200
OPINION = "这一段写得具体，但第二处引文要核对版本和页码。" * 4


def main() -> None:
    """Build, measure, print."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        os.environ |= {
            "VAR_DIR": folder,
            "DEBUG": "0",
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _measure_all(*_build())


def _build() -> tuple[object, object]:
    from django.utils import timezone

    from editorial.enums import Verdict
    from editorial.models import Decision
    from home.site_tree import ensure_site
    from people import actions
    from people.models import User
    from people.roles import Role

    ensure_site(base_url="http://testserver")
    chief = User.objects.create_user(staff_number="B1", name="虚构总编", phone="13900000001")
    actions.grant_role(user=chief, role=Role.CHIEF_EDITOR, unit=None)
    field = Decision._meta.get_field("decided_at")
    field.auto_now_add = False
    now = timezone.now()
    Decision.objects.bulk_create(
        (
            Decision(
                page_id=10_000 + number // ON_ONE_SHEET,
                page_title="一篇虚构的读书笔记",
                revision_id=number,
                step="first",
                verdict=Verdict.RETURN,
                comment=OPINION,
                reasons=[{"code": "facts", "label": "事实或数据要核实"}],
                decided_by=chief,
                decided_at=now - timedelta(minutes=5 * number),
            )
            for number in range(DECISIONS)
        ),
        batch_size=2000,
    )
    return chief, now


def _measure_all(chief: object, now: object) -> None:
    from editorial import printing
    from editorial.actions.exporting import export_record
    from editorial.models import Decision
    from editorial.queries.record import RecordFilter, described, recorded
    from editorial.queries.report import report_of
    from editorial.queries.sheet import Sheet, _rows

    today = now.date()
    everything = RecordFilter(date(2000, 1, 1), date(2099, 12, 31))
    _measure("list, first page", lambda: described(recorded(everything)[:50]))
    _measure("list, last page", lambda: described(recorded(everything)[DECISIONS - 50 :]))
    _measure("report of a year", lambda: report_of(today - timedelta(days=365), today, now))
    before = _megabytes()
    _measure(
        "export of all",
        lambda: export_record(by=chief, start=everything.start, end=everything.end, reason="测量")[
            1
        ].close(),
    )
    print(f"{'memory the export added':28} {_megabytes() - before:8.0f} MB")
    if problem := printing.printing_problem():
        print(problem)
        return
    decisions = list(Decision.objects.filter(page_id=10_000).select_related("decided_by"))
    sheet = Sheet(
        page=None,
        number="2026-0001",
        title="一篇虚构的读书笔记",
        kind="读书笔记",
        author="虚构",
        unit="虚构小学",
        audience="公开",
        length=900,
        printed_at=now,
        rows=_rows(decisions),
    )
    pdf = _measure(
        f"PDF of {ON_ONE_SHEET} decisions",
        lambda: printing.pdf_of(
            "editorial/record/sheet.html",
            {"sheet": sheet, "is_pdf": True},
            styles=["editorial/paper.css", "editorial/sheet.css"],
        ),
    )
    print(f"{'size of the PDF':28} {len(pdf) / 1024:8.0f} KB")


def _measure(name: str, run: Callable[[], object]) -> object:
    started = time.process_time()
    result = run()
    print(f"{name:28} {time.process_time() - started:8.2f} s CPU", flush=True)
    return result


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()

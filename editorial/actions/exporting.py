"""Taking the record of a period out of the house."""

from collections.abc import Iterator
from datetime import date
from typing import IO

from editorial.errors import NotPossible, ReviewRefused
from editorial.models import RecordExport
from editorial.queries.record import RecordFilter, RecordLine, recorded, recorded_in_chunks
from editorial.workbooks import Cell, Table, new_book, saved
from people.models import User
from people.roles import Role, has_role

MOST_ROWS = 100_000  # what a desk computer's Excel still opens with ease
COLUMNS = (
    ("稿件编号", 14),
    ("题目", 32),
    ("类别", 12),
    ("范围", 10),
    ("时间", 18),
    ("环节", 8),
    ("结果", 10),
    ("版本", 10),
    ("经办人", 12),
    ("工号", 12),
    ("代审", 6),
    ("指定代审人", 12),
    ("意见", 50),
    ("理由", 24),
    ("标记", 40),
    ("请作者", 40),
    ("已撤销", 8),
)


def export_record(
    *, by: User, start: date, end: date, reason: str
) -> tuple[RecordExport, IO[bytes]]:
    """Return the record of a period as an Excel file; who took it, and why, is noted first.

    Args:
        by: a chief editor.
        start, end: the first and the last day, both included.
        reason: what it is for; must not be empty, at most 200 characters.

    Returns:
        the note, and the file at its start; the caller closes it.

    Raises:
        ReviewRefused: the person is no chief editor.
        NotPossible: no reason is given, nothing happened in the period, or more than
            ``MOST_ROWS`` decisions were made.
    """
    if not has_role(by, Role.CHIEF_EDITOR):
        raise ReviewRefused("只有总编可以导出审稿记录。")
    if not reason.strip():
        raise NotPossible("请写明导出的用途。")
    chosen = RecordFilter(start=start, end=end)
    amount = recorded(chosen).count()
    if not amount:
        raise NotPossible("这段时间没有审稿记录。")
    if amount > MOST_ROWS:
        raise NotPossible(f"这段时间有 {amount} 条，一次最多导出 {MOST_ROWS} 条，请分段导出。")
    # The file is made outside any transaction; it leaves this function only with its note.
    book = new_book()
    rows = Table(book, "审稿记录", COLUMNS).write(_rows(chosen))
    file = saved(book)
    note = RecordExport.objects.create(
        exported_by=by, start=start, end=end, reason=reason.strip(), rows=rows
    )
    return note, file


def _rows(chosen: RecordFilter) -> Iterator[list[Cell]]:
    for chunk in recorded_in_chunks(chosen):
        yield from map(_row, chunk)


def _row(line: RecordLine) -> list[Cell]:
    decision = line.decision
    return [
        line.number,
        decision.page_title,
        line.kind,
        decision.get_audience_display(),
        decision.decided_at,
        decision.get_step_display(),
        decision.get_verdict_display(),
        str(decision.revision_id),
        decision.decided_by.name,
        decision.decided_by.staff_number,
        "是" if decision.as_stand_in else "",
        decision.person.name if decision.person else "",
        decision.comment,
        "、".join(reason["label"] for reason in decision.reasons),
        "\n".join(_in_words(place) for place in decision.places),
        decision.todo,
        "是" if line.is_undone else "",
    ]


def _in_words(place: dict[str, str]) -> str:
    quote = f"“{place['quote']}”" if place.get("quote") else ""
    return f"{place.get('label', '')}{quote} {place.get('note', '')}".strip()

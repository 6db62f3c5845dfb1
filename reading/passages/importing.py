"""Taking a table of passages in: all rows or none, each problem with its row."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from people.models import User
from reading.models import Passage, PassageDay
from reading.passages.actions import locked_pool, require_editor
from reading.passages.rules import APART
from reading.passages.workbooks import AUTHOR, DAY, SOURCE, TEXT, THEME, Row

LONGEST_TEXT = 2_000
LIMITS = {AUTHOR: 60, SOURCE: 120, THEME: 30}
IMPORTED = "reading.passages_imported"
_DATE = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")


@dataclass
class ImportResult:
    """What an import did or would do.

    Attributes:
        problems: by row number; any means that nothing was stored.
        notes: by row number; what an editor should know, though it is stored.
        created, reused, scheduled: how many passages are new, were there, got a day.
    """

    problems: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    notes: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    created: int = 0
    reused: int = 0
    scheduled: int = 0

    @property
    def is_ok(self) -> bool:
        return not self.problems


def check_passages(*, by: User, rows: list[Row]) -> ImportResult:
    """Say what ``import_passages`` would do; stores nothing. Arguments and errors as there."""
    return _run(by, rows, keep=False)


def import_passages(*, by: User, rows: list[Row]) -> ImportResult:
    """Store passages, and put those with a date on their day. A second run changes nothing.

    A passage whose text is known already is not stored twice. A day that has another passage is a
    problem, never overwritten; a passage that comes twice within a year is told. Queries: 5, and a
    few for each 500 rows.

    Raises:
        PermissionDenied: not an editor.
    """
    return _run(by, rows, keep=True)


def _run(by: User, rows: list[Row], *, keep: bool) -> ImportResult:
    require_editor(by)
    result = ImportResult()
    with transaction.atomic():
        locked_pool()
        known = {key_of(p.text): p for p in Passage.objects.order_by("-pk")}
        taken = dict(PassageDay.objects.values_list("date", "passage_id"))
        days = _checked(rows, result)
        new = {}
        for row in rows:
            key = key_of(row[TEXT])
            if row.number not in result.problems and key not in known and key not in new:
                new[key] = Passage(
                    text=row[TEXT], author=row[AUTHOR], source=row[SOURCE], theme=row[THEME]
                )
        result.created = len(new)
        if not result.problems:
            known |= dict(zip(new, _stored(list(new.values())), strict=True))
            _place(rows, days, known, taken, result)
        if result.is_ok and keep and rows:
            first = next(iter(known.values()))
            log(instance=first, action=IMPORTED, user=by, data={"rows": len(rows)})
        else:
            transaction.set_rollback(True)
    return result


def _stored(passages: list[Passage]) -> list[Passage]:
    return Passage.objects.bulk_create(passages, batch_size=500)


def _checked(rows: list[Row], result: ImportResult) -> dict[int, date]:
    """Check each row by itself; return the dates by row number."""
    days: dict[int, date] = {}
    seen: dict[date, int] = {}
    for row in rows:
        problems = [f"缺少{column}。" for column in (TEXT, AUTHOR, SOURCE) if not row[column]]
        if len(row[TEXT]) > LONGEST_TEXT:
            problems.append(f"段落超过 {LONGEST_TEXT} 个字。")
        problems += [
            f"{column}超过 {limit} 个字。" for column, limit in LIMITS.items()
            if len(row[column]) > limit
        ]  # fmt: skip
        if row[DAY]:
            day = as_date(row[DAY])
            if day is None:
                problems.append(f"日期“{row[DAY][:20]}”看不懂，请写成 2025-09-10。")
            elif (first := seen.setdefault(day, row.number)) != row.number:
                problems.append(f"日期和第 {first} 行重复。")
            else:
                days[row.number] = day
        if problems:
            result.problems[row.number] += problems
    return days


def _place(
    rows: list[Row],
    days: dict[int, date],
    known: dict[str, Passage],
    taken: dict[date, int],
    result: ImportResult,
) -> None:
    used: dict[int, list[date]] = defaultdict(list)
    for day, pk in taken.items():
        used[pk].append(day)
    new_days, first_rows = [], {}
    for row in rows:
        key = key_of(row[TEXT])
        passage = known[key]
        if first_rows.setdefault(key, row.number) != row.number:
            result.notes[row.number].append(f"和第 {first_rows[key]} 行是同一段，只存一份。")
        day = days.get(row.number)
        if day is None or taken.get(day) == passage.pk:
            continue
        if day in taken:
            result.problems[row.number].append(f"{day:%Y-%m-%d} 已经排了另一段，没有改动。")
            continue
        near = [other for other in used[passage.pk] if abs(other - day) <= APART]
        if near:
            result.notes[row.number].append(f"同一段一年之内还排在 {min(near):%Y-%m-%d}。")
        if day < timezone.localdate():
            result.notes[row.number].append("这一天已经过去，会直接出现在往日里。")
        used[passage.pk].append(day)
        taken[day] = passage.pk
        new_days.append(PassageDay(date=day, passage=passage))
    result.reused = len(first_rows) - result.created
    result.scheduled = len(new_days)
    if not result.problems:
        PassageDay.objects.bulk_create(new_days, batch_size=500)


def as_date(text: str) -> date | None:
    """Return the day that a cell names, or nothing."""
    match = _DATE.match(text.strip())
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def key_of(text: str) -> str:
    """Return what makes two texts the same passage: their letters and figures."""
    return "".join(character for character in text if character.isalnum())

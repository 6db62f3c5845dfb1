"""Rows of a word list: judged one by one, and against each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from editorial.models import WordLevel
from editorial.words.folding import key_of

WORD, LEVEL, REPLACEMENT, NOTE = COLUMNS = ("词语", "级别", "建议改为", "说明")
REQUIRED = (WORD, LEVEL)
LONGEST = {WORD: 60, REPLACEMENT: 60, NOTE: 200}
LEVELS = {str(level.label): level for level in WordLevel}


@dataclass(frozen=True)
class Row:
    """A filled row of a workbook: its number as Excel shows it, and its cells by column."""

    number: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")

    @cached_property
    def key(self) -> str:
        """The word as it is compared."""
        return key_of(self[WORD])


@dataclass
class ImportResult:
    """What an import did or would do.

    Attributes:
        problems: messages by row number; any means that nothing was stored.
        created, updated, unchanged: row numbers.
    """

    problems: dict[int, list[str]] = field(default_factory=dict)
    created: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)

    @property
    def is_ok(self) -> bool:
        """Whether every row can be stored."""
        return not self.problems


def problems_of(rows: Sequence[Row]) -> dict[int, list[str]]:
    """Return what is wrong with rows, by row number."""
    found: dict[int, list[str]] = {}
    first_rows: dict[str, Row] = {}
    for row in rows:
        problems = list(_own_problems(row))
        first = first_rows.setdefault(row.key, row)
        if row.key and first is not row:
            problems.append(f"和第 {first.number} 行的“{first[WORD]}”重复。")
        if problems:
            found[row.number] = problems
    return found


def _own_problems(row: Row) -> list[str]:
    problems = [
        f"“{column}”最多 {most} 个字。"
        for column, most in LONGEST.items()
        if len(row[column]) > most
    ]
    if not row[WORD]:
        problems.append("没有写词语。")
    elif not row.key:
        problems.append("词语里没有看得见的文字。")
    if row[LEVEL] not in LEVELS:
        given = f"不认识“{row[LEVEL][:10]}”，" if row[LEVEL] else ""
        problems.append(f"{given}级别要写{'、'.join(LEVELS)}之一。")
    elif LEVELS[row[LEVEL]] == WordLevel.SUGGEST and not row[REPLACEMENT]:
        problems.append("级别是“建议”的，要写“建议改为”。")
    return problems

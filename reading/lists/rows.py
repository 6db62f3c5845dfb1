"""Rows of an editors' list as Excel holds them: judged one by one, and against each other; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from people.importing.workbook import Row

TITLE, AUTHORS, REASON = COLUMNS = ("书名", "作者", "理由")
LONGEST_REASON = 500
MOST_ROWS = 30


@dataclass(frozen=True)
class Candidate:
    """A book of the catalogue with the title that a row names."""

    pk: int
    authors: str


@dataclass
class Judged:
    """What came of the rows.

    Attributes:
        books: primary key of the book and the reason, in the order of the rows.
        problems: messages by row number; any means that no list can be made.
    """

    books: list[tuple[int, str]] = field(default_factory=list)
    problems: dict[int, list[str]] = field(default_factory=dict)


def bare_title(text: str) -> str:
    """Return a title without the book marks around it."""
    return text.strip().removeprefix("《").removesuffix("》").strip()


def missing_columns(rows: Sequence[Row]) -> list[str]:
    """Return the headings without which the rows say nothing."""
    known = rows[0].values if rows else {}
    return [column for column in (TITLE, REASON) if column not in known]


def judge(rows: Sequence[Row], catalogue: Mapping[str, Sequence[Candidate]]) -> Judged:
    """Find the book of each row.

    Args:
        rows: as they were read.
        catalogue: the books by title, for the titles that the rows name.
    """
    judged, first_rows = Judged(), dict[int, int]()
    for row in rows:
        title, reason = bare_title(row[TITLE]), row[REASON].strip()
        problems = []
        found, problem = _find(title, row[AUTHORS], catalogue.get(title, ()))
        if problem:
            problems.append(problem)
        elif (before := first_rows.setdefault(found, row.number)) != row.number:
            problems.append(f"和第 {before} 行是同一本书。")
        if len(reason) > LONGEST_REASON:
            problems.append(f"理由最多 {LONGEST_REASON} 个字。")
        if problems:
            judged.problems[row.number] = problems
        else:
            judged.books.append((found, reason))
    return judged


def _find(title: str, authors: str, candidates: Sequence[Candidate]) -> tuple[int, str]:
    """Return the number of the one book that is meant, or what is wrong."""
    if not title:
        return 0, "缺书名。"
    named = [book for book in candidates if _wrote(authors, book.authors)]
    if len(named) == 1:
        return named[0].pk, ""
    if not candidates:
        return 0, f"目录里没有《{title}》，请先在“图书”里添加。"
    if not named:
        known = "、".join(book.authors or "佚名" for book in candidates)
        return 0, f"目录里的《{title}》作者是{known}，和这一行不同。"
    return 0, f"目录里有 {len(named)} 本《{title}》，请在“作者”一列写明是哪一本。"


def _wrote(asked: str, authors: str) -> bool:
    """Whether the authors of a row are those of a book; a row that names none asks for none."""
    asked, authors = _letters(asked), _letters(authors)
    return not asked or not authors or asked in authors or authors in asked


def _letters(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())

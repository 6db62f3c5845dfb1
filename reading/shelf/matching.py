"""Which book of the catalogue a row of a list means."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from people.models import User
from reading.models import OPEN_STATES, Edition, ReadingRecord, ReadingState, Work
from reading.shelf.importing import BookRow

_NOT_LETTERS = re.compile(r"[\W_]+")
_ROLES = re.compile(r"[\[(（〔【][^\])）〕】]*[\])）〕】]|主编|编著|等著|著$|编$|译$")


@dataclass(frozen=True)
class Match:
    """What was found: a book; several that cannot be told apart; or nothing."""

    work: Work | None = None
    several: bool = False


def match_rows(reader: User, rows: Sequence[BookRow]) -> list[Match]:
    """Return for each row the book that it means, among those that the reader may use.

    By ISBN first, then by title and author. Queries: 2.
    """
    numbers = {row.isbn for row in rows if row.isbn}
    titles = {variant for row in rows for variant in (row.title, _head(row.title))}
    usable = Work.objects.usable_by(reader)
    editions = Edition.objects.filter(isbn__in=numbers, work__in=usable).select_related("work")
    by_number = {edition.isbn: edition.work for edition in editions}
    by_title: dict[str, list[Work]] = {}
    for work in usable.filter(title__in=titles):
        by_title.setdefault(_key(work.title), []).append(work)
    return [_match(row, by_number, by_title) for row in rows]


def outcomes_of(reader: User, rows: Sequence[BookRow]) -> list[str]:
    """Return in words what would become of each row; those with problems get another one here.

    Queries: 3.
    """
    matches = match_rows(reader, rows)
    ids = [match.work.pk for match in matches if match.work]
    present: dict[int, list[ReadingRecord]] = {}
    for record in ReadingRecord.objects.of(reader).filter(work_id__in=ids):
        present.setdefault(record.work_id, []).append(record)
    words = []
    for row, match in zip(rows, matches, strict=True):
        if match.several:
            row.problems.append("目录里有几本同名的书，请填写作者或 ISBN。")
        if row.problems:
            words.append("不导入")
        elif match.work is None:
            words.append("目录里没有，一并补充")
        elif _is_there(row, present.get(match.work.pk, [])):
            words.append("已在书架")
        else:
            words.append("新记")
    return words


def _is_there(row: BookRow, records: list[ReadingRecord]) -> bool:
    if row.state == ReadingState.FINISHED:
        return any(record.finished_on == row.finished_on for record in records)
    if row.state == ReadingState.READING:
        return any(record.state in OPEN_STATES for record in records)
    return bool(records)


def _match(row: BookRow, by_number: dict[str, Work], by_title: dict[str, list[Work]]) -> Match:
    if work := by_number.get(row.isbn):
        return Match(work)
    named = by_title.get(_key(row.title)) or by_title.get(_key(_head(row.title))) or []
    if row.authors:
        named = [work for work in named if _same_authors(row.authors, work.authors)]
    if len(named) > 1:
        return Match(several=True)
    return Match(named[0]) if named else Match()


def _head(title: str) -> str:
    """Return a title without what lists put behind it, as （第2版） or ：副题."""
    return re.split(r"[（(:：]", title, maxsplit=1)[0].strip() or title


def _key(text: str) -> str:
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text)).lower()


def _same_authors(asked: str, known: str) -> bool:
    """Whether one of the two names the other: lists shorten names and add countries and roles."""
    one, other = (_key(_ROLES.sub("", text)) for text in (asked, known))
    return not one or not other or one in other or other in one

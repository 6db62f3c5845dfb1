"""Import of books from a table: every row is checked first, then all are stored or none.

A row is a book of the catalogue where its ISBN is known there, else where title and author are
(``match_key``). Of a known book only what is empty is filled; an edition that it lacks is added.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from modelsearch.backends import get_search_backends_with_name
from wagtail.log_actions import log

from people.importing.workbook import Row
from people.models import User
from reading.catalogue import columns as col
from reading.catalogue.actions import IMPORTED, require_editor
from reading.catalogue.forms import EARLIEST_YEAR, read_isbn
from reading.catalogue.rules import match_key
from reading.choices import WorkKind
from reading.models import Edition, Work

BATCH = 500
CREATED, FILLED, UNCHANGED = "新增", "补全", "无变化"
_LONGEST = {
    col.TITLE: 120,
    col.ORIGINAL: 200,
    col.AUTHORS: 120,
    col.TRANSLATORS: 120,
    col.PUBLISHER: 60,
    col.CLC: 30,
    col.SUBJECT: 40,
    col.DESCRIPTION: col.LONGEST_CELL,
}
_OF_WORK = {
    "original_title": col.ORIGINAL,
    "authors": col.AUTHORS,
    "clc": col.CLC,
    "subject": col.SUBJECT,
    "description": col.DESCRIPTION,
}
_OF_EDITION = {
    "translators": col.TRANSLATORS,
    "publisher": col.PUBLISHER,
    "year": col.YEAR,
    "isbn": col.ISBN,
    "pages": col.PAGES,
}
_MOST_PAGES = 20_000


@dataclass
class ImportResult:
    """What an import did or would do; keyed by the number of the row."""

    problems: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    outcomes: dict[int, str] = field(default_factory=dict)
    # What an editor should look at: a row that was taken for a book with another title.
    remarks: dict[int, str] = field(default_factory=dict)

    @property
    def is_ok(self) -> bool:
        """Whether everything can be stored."""
        return not self.problems

    @property
    def counts(self) -> dict[str, int]:
        """How many rows had each outcome."""
        found = list(self.outcomes.values())
        return {outcome: found.count(outcome) for outcome in (CREATED, FILLED, UNCHANGED)}


@dataclass(frozen=True)
class _Entry:
    """A checked row."""

    number: int
    values: dict[str, Any]

    @property
    def key(self) -> str:
        return match_key(self.values[col.TITLE], self.values[col.AUTHORS])


class _Catalogue:
    """All works in memory, found by ISBN and by key; and what changes."""

    def __init__(self) -> None:
        self.by_isbn: dict[str, list[Work]] = defaultdict(list)
        self.by_key: dict[str, Work] = {}
        self.editions: dict[int, list[Edition]] = defaultdict(list)
        self.new: list[Work] = []
        self.changed: dict[int, Work] = {}
        self.new_editions: list[Edition] = []
        self.changed_editions: dict[int, Edition] = {}
        works = {work.pk: work for work in Work.objects.order_by("-state", "-pk")}
        for work in works.values():
            living = works[work.merged_into_id] if work.merged_into_id else work
            # A living entry with this key goes before one that was merged away, an old one
            # before a young one.
            if living is work or work.match_key not in self.by_key:
                self.by_key[work.match_key] = living
        for edition in Edition.objects.order_by("work_id", "sort_order"):
            work = works[edition.work_id]
            self.editions[id(work)].append(edition)
            if edition.isbn:
                self.by_isbn[edition.isbn].append(work)

    def find(self, entry: _Entry) -> Work | None:
        same = self.by_isbn.get(entry.values[col.ISBN], [])
        alike = next((work for work in same if work.match_key == entry.key), None)
        return alike or next(iter(same), None) or self.by_key.get(entry.key)

    def add(self, work: Work, entry: _Entry) -> None:
        work.match_key = entry.key
        self.new.append(work)
        self.by_key[entry.key] = work

    def touch(self, work: Work) -> None:
        if work.pk:
            self.changed[work.pk] = work


def check_books(rows: list[Row], *, by: User | None = None, classics: bool = False) -> ImportResult:
    """Return what an import of ``rows`` would do; nothing is stored. Queries: 2.

    Args:
        rows: see ``people.importing.tables.read_table`` with ``columns.COLUMNS``.
        by: an editor; ``None`` is the operator.
        classics: the rows are the list of classics: each is marked as one.

    Raises:
        PermissionDenied: ``by`` is no editor.
    """
    require_editor(by)
    result = ImportResult()
    _plan(_checked(rows, result), classics, result)
    return result


@transaction.atomic
def import_books(
    rows: list[Row], *, by: User | None = None, classics: bool = False
) -> ImportResult:
    """Store ``rows``, all or none; see ``check_books``. Queries: some ten a thousand rows."""
    require_editor(by)
    result = ImportResult()
    catalogue = _plan(_checked(rows, result), classics, result)
    if result.is_ok:
        _store(catalogue)
        if catalogue.new or catalogue.changed:
            first = next(iter((*catalogue.new, *catalogue.changed.values())))
            log(instance=first, action=IMPORTED, user=by, data=result.counts)
    return result


# -- the rows by themselves --------------------------------------------------------------------


def _checked(rows: list[Row], result: ImportResult) -> list[_Entry]:
    entries = []
    for row in rows:
        values: dict[str, Any] = {column: row[column] for column in col.COLUMNS}
        values[col.TITLE] = values[col.TITLE].strip("《》").strip()
        problems = result.problems[row.number] = []
        if not values[col.TITLE]:
            problems.append("请填写书名。")
        for column, longest in _LONGEST.items():
            if len(values[column]) > longest:
                problems.append(f"{column}最多 {longest} 个字。")
        for column, read in _READERS.items():
            try:
                values[column] = read(values[column])
            except ValidationError as error:
                problems += [f"{column}：{text}" for text in error.messages]
        if not problems:
            del result.problems[row.number]
            entries.append(_Entry(row.number, values))
    return entries


def _isbn(text: str) -> str:
    if "E+" in text.upper():
        raise ValidationError("成了科学记数，请把这一列的格式改为“文本”后重新填写。")
    return read_isbn(text) if text else ""


def _number(text: str, least: int, most: int) -> int | None:
    bare = text.removesuffix("年").removesuffix("页").strip()
    if not bare:
        return None
    if not (bare.isascii() and bare.isdigit() and least <= int(bare[:6]) <= most):
        raise ValidationError(f"请填 {least} 到 {most} 之间的数字。")
    return int(bare)


def _year(text: str) -> int | None:
    return _number(
        text[:4] if text[4:5] in ("-", "/", ".") else text,
        EARLIEST_YEAR,
        timezone.localdate().year + 1,
    )


def _pages(text: str) -> int | None:
    return _number(text, 1, _MOST_PAGES)


def _kind(text: str) -> WorkKind | None:
    if text and text not in col.KINDS:
        raise ValidationError(f"只能是{'、'.join(col.KINDS)}，或不填。")
    return col.KINDS.get(text)


def _yes(text: str) -> bool:
    if text not in ("", col.YES, col.NO):
        raise ValidationError("请填“是”或“否”，或不填。")
    return text == col.YES


_READERS = {
    col.ISBN: _isbn,
    col.YEAR: _year,
    col.PAGES: _pages,
    col.KIND: _kind,
    col.CLASSIC: _yes,
}


# -- the rows and the catalogue ----------------------------------------------------------------


def _plan(entries: list[_Entry], classics: bool, result: ImportResult) -> _Catalogue:
    catalogue = _Catalogue()
    for entry in entries:
        work = catalogue.find(entry)
        if work is None:
            work = Work(title=entry.values[col.TITLE])
            _fill(work, entry, classics)
            catalogue.add(work, entry)
            _edition(catalogue, work, entry)
            result.outcomes[entry.number] = CREATED
            continue
        if work.match_key != entry.key:
            result.remarks[entry.number] = f"ISBN 和目录里的{work}相同，按同一本书处理。"
        filled = _fill(work, entry, classics)
        if filled:
            catalogue.touch(work)
        filled = _edition(catalogue, work, entry) or filled
        outcome = FILLED if filled else UNCHANGED
        result.outcomes[entry.number] = outcome
    return catalogue


def _fill(work: Work, entry: _Entry, classics: bool) -> bool:
    """Fill what is empty, approve what waits; returns whether anything changed."""
    before = (work.kind, work.is_classic, work.kind_set_by_editor, work.state)
    filled = False
    for name, column in _OF_WORK.items():
        # Whoever wrote the author otherwise, or not at all, is not corrected by a table: the
        # pair of title and author is what keeps two works apart.
        is_locked = name == "authors" and work.pk is not None
        if not is_locked and not getattr(work, name) and entry.values[column]:
            setattr(work, name, entry.values[column])
            filled = True
    work.is_classic = work.is_classic or classics or entry.values[col.CLASSIC]
    if work.pk is None and entry.values[col.KIND]:
        work.kind = entry.values[col.KIND]  # what the rules then leave of it
    work.state = Work.State.APPROVED
    work.settle_kind()
    return filled or before != (work.kind, work.is_classic, work.kind_set_by_editor, work.state)


def _edition(catalogue: _Catalogue, work: Work, entry: _Entry) -> bool:
    """Add the edition of the row, or fill the one that is meant; returns whether it did."""
    facts = {name: entry.values[column] for name, column in _OF_EDITION.items()}
    if not any(facts.values()):
        return False
    present = catalogue.editions[id(work)]
    meant = next((edition for edition in present if _fits(edition, facts)), None)
    if meant is None:
        edition = Edition(work=work, sort_order=len(present), **facts)
        present.append(edition)
        catalogue.new_editions.append(edition)
        if facts["isbn"]:
            catalogue.by_isbn[facts["isbn"]].append(work)
        catalogue.touch(work)
        return True
    empty = {name: value for name, value in facts.items() if value and not getattr(meant, name)}
    for name, value in empty.items():
        setattr(meant, name, value)
    if empty and meant.pk:
        catalogue.changed_editions[meant.pk] = meant
        catalogue.touch(work)
    return bool(empty)


def _fits(edition: Edition, facts: dict[str, Any]) -> bool:
    if edition.isbn and facts["isbn"]:
        return bool(edition.isbn == facts["isbn"])
    return all(
        not value or not getattr(edition, name) or getattr(edition, name) == value
        for name, value in facts.items()
        if name in ("publisher", "year", "translators")
    )


def _store(catalogue: _Catalogue) -> None:
    Work.objects.bulk_create(catalogue.new, batch_size=BATCH)
    for edition in catalogue.new_editions:
        edition.work_id = edition.work.pk
    Edition.objects.bulk_create(catalogue.new_editions, batch_size=BATCH)
    changed = list(catalogue.changed.values())
    fields = [*_OF_WORK, "kind", "is_classic", "state"]
    Work.objects.bulk_update(changed, fields, batch_size=BATCH)
    editions = list(catalogue.changed_editions.values())
    Edition.objects.bulk_update(editions, list(_OF_EDITION), batch_size=BATCH)
    for _, backend in get_search_backends_with_name(with_auto_update=True):
        backend.add_bulk(Work, [*catalogue.new, *changed])

"""Filling the vocabulary from what anyone may read."""

import math
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from django.db import transaction

from portal.queries import public_pages
from search import dictionary, pinyin, segmentation
from search.folding import clean, key_of, runs
from search.function_words import FUNCTION_WORDS
from search.kinds import searchable_kinds
from search.models import DictionaryWord, EntryKind, VocabularyEntry, VocabularyNeighbour
from search.names import public_names
from search.shared import touch
from search.vocabulary.edits import has_forms, shortened

# What an entry weighs before it is used anywhere; its use adds ten for each doubling.
BASE_WEIGHTS = {
    EntryKind.TERM: 50,
    EntryKind.BOOK: 40,
    EntryKind.PERSON: 35,
    EntryKind.UNIT: 35,
    EntryKind.TITLE: 5,
    EntryKind.WORD: 0,
}
# A Chinese word comes from a dictionary and gives nothing away. A Latin one could be anything: it
# must stand on two pages, so that none is still suggested after its only page was withdrawn.
LEAST_PAGES_OF_LATIN = 2
# Rows in one transaction: SQLite has one writer at a time, and others wait for it.
BATCH = 1_000

_LONGEST_KEY = VocabularyEntry._meta.get_field("key").max_length
_LONGEST_TEXT = VocabularyEntry._meta.get_field("text").max_length
_LONGEST_PINYIN = VocabularyEntry._meta.get_field("pinyin").max_length


class _Row(NamedTuple):
    text: str
    kind: str
    weight: int
    page_id: int | None


def rebuild() -> int:
    """Bring the vocabulary in line with the public content; safe to run at any time and twice.

    Only what changed is written, in small transactions.

    Returns:
        how many entries there are.
    """
    dictionary.keep_fresh()
    wanted = _with_pages(_names())
    _store(wanted)
    return len(wanted)


def _names() -> dict[str, _Row]:
    """Terms of the editors and names of the floors above; of two with one key the weightier."""
    terms = (
        (word, EntryKind.TERM) for word in DictionaryWord.objects.values_list("word", flat=True)
    )
    names = ((name.text, name.kind) for name in public_names())
    rows: dict[str, _Row] = {}
    for text, kind in (*terms, *names):
        key, row = _entry(text, kind)
        if key and (key not in rows or rows[key].weight < row.weight):
            rows[key] = row
    return rows


def _with_pages(names: dict[str, _Row]) -> dict[str, _Row]:
    """Add the titles of public pages and the words in their titles and summaries."""
    rows = dict(names)
    uses: Counter[str] = Counter()
    for pk, title, summary in _public_texts():
        uses.update(set(_words(f"{title}\n{summary}")))
        key, row = _entry(title, EntryKind.TITLE, page_id=pk)
        if key and key not in names:
            rows[key] = row
    for word, pages in uses.items():
        is_latin = word.isascii()
        if is_latin and pages < LEAST_PAGES_OF_LATIN:
            continue
        used = round(10 * math.log2(1 + pages))
        if word in names:
            rows[word] = names[word]._replace(weight=names[word].weight + used)
        elif len(word) <= _LONGEST_KEY:
            rows[word] = _Row(word, EntryKind.WORD.value, used, None)
    return rows


def _public_texts() -> Iterator[tuple[int, str, str]]:
    for model in searchable_kinds().values():
        pages = public_pages(model._default_manager.order_by("pk"))
        yield from pages.values_list("pk", "title", "summary").iterator(chunk_size=2_000)


def _words(text: str) -> Iterator[str]:
    for is_cjk, run in runs(key_of(text)):
        if is_cjk:
            words = segmentation.words_with_parts(run)
            yield from (word for word in words if len(word) > 1 and word not in FUNCTION_WORDS)
        elif len(run) > 1 and run.isalpha():
            yield run


def _entry(text: str, kind: EntryKind, page_id: int | None = None) -> tuple[str, _Row]:
    """The key and the row of a text; no key where it is too long or nothing to read."""
    text = " ".join(clean(text).split())
    key = key_of(text)
    is_fit = len(key) <= _LONGEST_KEY and len(text) <= _LONGEST_TEXT
    is_readable = sum(len(run) for _, run in runs(key)) > 1
    row = _Row(text, kind.value, BASE_WEIGHTS[kind], page_id)
    return (key if is_fit and is_readable else ""), row


def _store(wanted: dict[str, _Row]) -> None:
    rows = VocabularyEntry.objects.values_list("key", *_Row._fields)
    present = {key: _Row(*row) for key, *row in rows}
    gone = sorted(present.keys() - wanted.keys())
    changed = sorted(key for key, row in wanted.items() if present.get(key) != row)
    for keys in _batches(gone):
        with transaction.atomic():
            VocabularyEntry.objects.filter(pk__in=keys).delete()
    for keys in _batches(changed):
        with transaction.atomic():
            _write(keys, wanted)
    kinds = {present[key].kind for key in gone} | {wanted[key].kind for key in changed}
    if not kinds.isdisjoint(dictionary.NAMES):
        with transaction.atomic():
            touch(dictionary.STAMP)


def _write(keys: list[str], wanted: dict[str, _Row]) -> None:
    entries = [_model(key, wanted[key]) for key in keys]
    fields = [field.name for field in VocabularyEntry._meta.fields if not field.primary_key]
    VocabularyEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["key"], update_fields=fields
    )
    VocabularyNeighbour.objects.bulk_create(
        [
            VocabularyNeighbour(entry_id=entry.key, form=form)
            for entry in entries
            if entry.kind != EntryKind.TITLE and has_forms(entry.key)
            for form in sorted(shortened(entry.key))
        ],
        ignore_conflicts=True,
    )


def _model(key: str, row: _Row) -> VocabularyEntry:
    reading = pinyin.read(row.text, is_name=row.kind == EntryKind.PERSON)
    return VocabularyEntry(
        key=key,
        pinyin=reading.full[:_LONGEST_PINYIN],
        initials=reading.initials[:_LONGEST_KEY],
        letter=reading.initials[:1],
        **row._asdict(),
    )


def _batches(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]

"""What somebody who is still typing may be about to type."""

import re
from dataclasses import dataclass

from django.db.models import Q

from portal.queries import public_pages
from search import pinyin
from search.folding import key_of
from search.models import EntryKind, VocabularyEntry
from search.vocabulary.lookups import starting

MAX_TYPED = 40
# Fetched beyond the limit: some turn out to be doubles or no longer public.
_SPARE = 50

_LATIN = re.compile(r"[a-z0-9' ]*[a-z][a-z0-9' ]*")
# 教育xue: what an input method shows before its user has chosen the characters.
_HALF_CHOSEN = re.compile(r"(?P<head>[^\x00-\x7f]+)(?P<tail>[a-z']+)")


@dataclass(frozen=True)
class Completion:
    """What may be meant; ``is_title``: of a page that the public reads, so that it finds one."""

    text: str
    is_title: bool


def completions(typed: str, limit: int = 8) -> list[Completion]:
    """Words, names and titles that begin with what was typed, the weightiest first.

    Chinese, full pinyin, initials (jyx) and both mixed (教育xue); after a blank the last word is
    completed too. Titles are asked for again, so that none is shown whose page is no longer public.

    Args:
        typed: anything.
        limit: how many at most.

    Queries: 1; 2 more when titles are among them.
    """
    key = key_of(typed[:MAX_TYPED])
    if not key or limit < 1:
        return []
    before, _, last = key.rpartition(" ")
    condition = _beginning(key)
    if before:
        condition |= _beginning(last)
    rows = VocabularyEntry.objects.filter(condition).order_by("-weight", "key")
    entries = list(
        rows.only("key", "text", "kind", "page_id", "pinyin", "initials")[: limit + _SPARE]
    )
    offered = [
        (entry, f"{before} {entry.text}" if before and not _fits(entry, key) else entry.text)
        for entry in entries
    ]
    offered.sort(key=lambda pair: (pair[0].text != pair[1], not _is_read_as(pair[0], key)))
    found: dict[str, Completion] = {}
    for entry, text in _readable(offered[: limit + _SPARE]):
        if key_of(text) != key:
            is_title = entry.kind == EntryKind.TITLE and text == entry.text
            found.setdefault(text, Completion(text, is_title))
    return list(found.values())[:limit]


def _beginning(key: str) -> Q:
    if not _LATIN.fullmatch(key):
        condition = starting("key", key)
        if half := _HALF_CHOSEN.fullmatch(key):
            condition |= _half_chosen(half["head"], half["tail"])
        return condition
    typed = pinyin.typed(key)
    if len(typed) == 1:
        # One letter begins a twentieth of all entries: its own index has them in order of weight.
        return Q(letter=typed)
    return starting("key", key) | starting("pinyin", typed) | starting("initials", typed)


def _half_chosen(head: str, tail: str) -> Q:
    reading = pinyin.read(head)
    full = starting("pinyin", reading.full + pinyin.typed(tail))
    initials = starting("initials", reading.initials + pinyin.typed(tail))
    return starting("key", head) & (full | initials)


def _fits(entry: VocabularyEntry, key: str) -> bool:
    """Whether an entry goes on from all that was typed, not only from its last word."""
    typed = pinyin.typed(key)
    by_reading = bool(_LATIN.fullmatch(key)) and (
        entry.pinyin.startswith(typed) or entry.initials.startswith(typed)
    )
    return by_reading or entry.key.startswith(key)


def _is_read_as(entry: VocabularyEntry, key: str) -> bool:
    """Whether what was typed is all of an entry: jiaoyu is 教育 before it is 教育名著."""
    return bool(_LATIN.fullmatch(key)) and pinyin.typed(key) in {entry.pinyin, entry.initials}


def _readable(
    offered: list[tuple[VocabularyEntry, str]],
) -> list[tuple[VocabularyEntry, str]]:
    """Leave out the titles of pages that the public cannot read now."""
    pages = {entry.page_id for entry, _ in offered if entry.kind == EntryKind.TITLE}
    if not pages:
        return offered
    readable = set(public_pages().filter(pk__in=pages).values_list("pk", flat=True))
    return [
        (entry, text)
        for entry, text in offered
        if entry.kind != EntryKind.TITLE or entry.page_id in readable
    ]

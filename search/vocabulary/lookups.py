"""Questions to the vocabulary that need an exact answer."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet

from search import pinyin
from search.models import EntryKind, VocabularyEntry

# Entries with the same reading that are worth a try, the weightiest.
MOST_READINGS = 3
# Two initials are those of hundreds of words.
_SHORTEST_INITIALS = 3
_SHORTEST_PINYIN = 2
# Fewer letters begin half of all titles.
_SHORTEST_TITLE = 4
_HIGHEST = "\U0010ffff"


def starting(field: str, prefix: str) -> Q:
    """A condition that an index answers: the column begins with ``prefix``.

    PostgreSQL has an index for LIKE beside every indexed text column; that of SQLite cannot serve
    its LIKE, but a range, because it sorts by code points.
    """
    if connection.vendor == "postgresql":
        return Q(**{f"{field}__startswith": prefix})
    return Q(**{f"{field}__gte": prefix, f"{field}__lt": prefix + _HIGHEST})


def nameable() -> QuerySet[VocabularyEntry]:
    """Entries that belong to no single page, the weightiest first."""
    return VocabularyEntry.objects.exclude(kind=EntryKind.TITLE).order_by("-weight", "key")


def pages_read_as(latin: str, limit: int) -> list[int]:
    """Return the numbers of pages whose titles begin, read aloud, with ``latin``.

    The weightiest first; who may read them has to be asked for. Queries: 1; none for too little.
    """
    typed = pinyin.typed(latin)
    if len(typed) < _SHORTEST_TITLE:
        return []
    titles = VocabularyEntry.objects.filter(starting("pinyin", typed), kind=EntryKind.TITLE)
    return list(titles.order_by("-weight", "key").values_list("page_id", flat=True)[:limit])


def readings(latin: str) -> list[str]:
    """The words that are read as ``latin``, in full (jiaoyuxue) or by initials (jyx).

    Best first; nothing for a Latin word that is in the vocabulary itself. Queries: 1.
    """
    return readings_of([latin]).get(latin, [])


def readings_of(words: Iterable[str]) -> dict[str, list[str]]:
    """The same for several words at once. Queries: 1; none without a word."""
    wanted = {word: pinyin.typed(word) for word in words}
    typed = {each for each in wanted.values() if len(each) >= _SHORTEST_PINYIN}
    if not typed:
        return {}
    initials = {each for each in typed if len(each) >= _SHORTEST_INITIALS}
    rows = (
        nameable()
        .filter(Q(key__in=wanted) | Q(pinyin__in=typed) | Q(initials__in=initials))
        .values_list("key", "text", "pinyin", "initials")
    )
    by_key: set[str] = set()
    in_full: dict[str, list[str]] = defaultdict(list)
    by_initials: dict[str, list[str]] = defaultdict(list)
    for key, text, full, first in rows:
        by_key.add(key)
        if not key.isascii():
            in_full[full].append(text)
            by_initials[first].append(text)
    found = {}
    for word, each in wanted.items():
        if word not in by_key:
            both = dict.fromkeys([*in_full[each], *(by_initials[each] if each in initials else ())])
            found[word] = list(both)[:MOST_READINGS]
    return {word: texts for word, texts in found.items() if texts}

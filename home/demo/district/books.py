"""Invented books, and how often each is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, product
from random import Random

from home.demo.source import texts
from reading.models import Edition, Work, WorkKind

MARK = "（虚构）"
_TEXTS = texts("district")["books"]
_AUTHORS, _PUBLISHERS = _TEXTS["authors"].split(), _TEXTS["publishers"].split()


@dataclass(frozen=True)
class Book:
    """What records and logs need to know of a work."""

    pk: int
    title: str
    kind: str
    pages: int
    topic: str


def make_works(count: int, source: Random) -> list[Book]:
    """Add invented works until the catalogue holds ``count``; return all of them."""
    missing = count - Work.objects.count()
    titles = _titles(source)
    for _ in range(missing):
        title, field, topic = next(titles)
        work = Work(
            title=f"{title}{MARK}",
            authors=source.choice(_AUTHORS),
            kind=field["kind"],
            is_classic=field["kind"] == WorkKind.CLASSIC,
            clc=field["clc"],
            subject=field["subject"],
            description=f"一本编出来的书，谈{field['subject']}里的{topic}，供演示用。",
        )
        work.editions = [
            Edition(
                publisher=source.choice(_PUBLISHERS),
                year=source.randint(1985, 2024),
                pages=source.randint(12, 60) * 8,
            )
        ]
        work.save()
    return [
        Book(
            work.pk,
            work.title.removesuffix(MARK),
            work.kind,
            next((e.pages for e in work.editions.all() if e.pages), 240),
            work.subject,
        )
        for work in Work.objects.approved().prefetch_related("editions").order_by("pk")
    ]


def _titles(source: Random) -> Iterator[tuple[str, dict[str, str], str]]:
    """Yield all titles that can be put together, each with its field and its topic."""
    openings, endings = _TEXTS["openings"].split(), _TEXTS["endings"].split()
    found = [
        (f"{opening}{topic}{ending}", field, topic)
        for field in _TEXTS["field"]
        for opening, topic, ending in product(openings, field["topics"].split(), endings)
    ]
    source.shuffle(found)
    yield from found


def popularity(books: list[Book]) -> list[float]:
    """Return running sums of weights: the n-th book is read in proportion to 1 / (n + 12).

    The most read one of 1,200 so gets some 1.8 % of all records, a few thousand.
    """
    return list(accumulate(1 / (rank + 12) for rank in range(len(books))))

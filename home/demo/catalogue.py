"""Books and daily passages of the demo."""

import re
from datetime import date, timedelta

from home.demo import source
from reading.models import Edition, Passage, PassageDay, Work

KINDS = {"教育名著": "classic", "学科专著": "monograph", "非教育类": "general"}
DAYS_BEFORE, DAYS_AFTER = 150, 400


def make_books() -> dict[str, Work]:
    """Store the books; return them by title."""
    works = {}
    for row in source.rows("books"):
        authors, translators = source.authors_and_translators(row["作者/译者"])
        kind = KINDS[row["类别"]]
        work = Work(
            title=row["书名"],
            authors=authors,
            kind=kind,
            is_classic=kind == "classic",
            subject=row["学科/主题"],
        )
        work.editions = [
            Edition(
                translators=translators,
                publisher=row["出版社"],
                year=int(row["出版年"]) if row["出版年"] else None,
                isbn=row["ISBN13"],
            )
        ]
        work.full_clean()
        work.save()
        works[work.title] = work
    return works


def make_passages(today: date) -> int:
    """Store the passages and give one to every day around ``today``, in turn.

    Returns:
        how many days have one.
    """
    works = dict(Work.objects.values_list("title", "pk"))
    passages = Passage.objects.bulk_create(
        Passage(
            text=row["句子"],
            author=row["作者"],
            source=row["出处"],
            theme=row["主题"],
            work_id=_work_of(row["出处"], works),
        )
        for row in source.rows("passages")
    )
    days = [today + timedelta(days=offset) for offset in range(-DAYS_BEFORE, DAYS_AFTER)]
    # A stride that shares no factor with the number of passages visits all of them before any
    # returns, and does not put two sentences of one book on neighbouring days.
    PassageDay.objects.bulk_create(
        PassageDay(date=day, passage=passages[day.toordinal() * 11 % len(passages)]) for day in days
    )
    return len(days)


def _work_of(named: str, works: dict[str, int]) -> int | None:
    """Return the book of the catalogue that a source names: 《论语·为政》 is of 论语."""
    title = re.match(r"《([^》·]+)", named)
    return works.get(title[1]) if title else None

"""Counting a year for the public page; sharing the own year and taking it back."""

import secrets

from django.db import transaction
from django.utils import timezone

from people.models import User
from reading.figures.counting import count
from reading.figures.rules import guarded, may_show_total
from reading.models import ReadingYear, SharedYear, YearFigures

# Tables in which an empty group tells nothing about anybody: a kind, a month.
OF_BOOKS = ("kind", "month")


def count_year(*, year: ReadingYear) -> YearFigures:
    """Count a year anew and keep the result, small groups hidden; safe to run at any time.

    A year in which fewer than five people finished a book keeps no figure at all.

    Queries: 5, and a savepoint.
    """
    counted, people = count(year)
    tables: list[dict] = []
    total = None
    if may_show_total(people):
        total = sum(cell.books or 0 for cell in counted["kind"])
        for name, cells in counted.items():
            shown = guarded(cells, nobody_may_show=name in OF_BOOKS)
            tables.append({"name": name, "rows": [[cell.label, cell.books] for cell in shown]})
    values = {"tables": tables, "total": total, "counted_at": timezone.now()}
    return YearFigures.objects.update_or_create(year=year, defaults=values)[0]


@transaction.atomic
def share_year(*, reader: User, year: ReadingYear, shows_name: bool) -> SharedYear:
    """Give the own year an address that nobody can guess; a second time keeps the address.

    Args:
        shows_name: whether the page names the reader.
    """
    shared, _ = SharedYear.objects.select_for_update().update_or_create(
        reader=reader,
        year=year,
        defaults={"shows_name": shows_name},
        create_defaults={"shows_name": shows_name, "token": secrets.token_urlsafe(24)},
    )
    return shared


@transaction.atomic
def unshare_year(*, reader: User, year: ReadingYear) -> bool:
    """Take the address back; it is dead from then on, a later sharing makes another.

    Returns:
        whether there was one.
    """
    return bool(SharedYear.objects.filter(reader=reader, year=year).delete()[0])

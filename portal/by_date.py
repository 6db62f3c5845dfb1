"""Pages in the order of their dates, the first of which an index finds among any number.

Wagtail's table of pages has an index of types and one of dates, and a list that asks for both reads
all pages of the type, or passes over all others: 100 ms with 100,000 pages. So an index of both is
made here, lists name their type, and where another column would tempt SQLite, which counts
nothing and takes whichever comes first, that is kept out of its sight. PostgreSQL counts, and is
told the same. What it saves: ``docs/performance.md``.
"""

import hashlib
from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connections
from django.db.models import F, Func
from django.db.models.sql.compiler import SQLCompiler
from wagtail.models import Page, get_page_models
from wagtail.query import PageQuerySet

from portal.listing import NEWEST_FIRST

# So many rows are sorted sooner than looked for in the order of dates.
FEW = 1_000
KEPT = 300  # seconds
# No index of depth and path, for children: SQLite would take it for all that is below a page.
INDEX = "portal_page_type_date"
COLUMNS = ("content_type_id", "first_published_at")


class Unindexed(Func):
    """A column of numbers that SQLite looks at, but does not look up."""

    template = "%(expressions)s"

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> Any:
        """Put a plus before it, which is how SQLite's manual says so."""
        return super().as_sql(compiler, connection, template="+%(expressions)s", **extra)


def of_type(pages: PageQuerySet) -> PageQuerySet:
    """Return ``pages`` of a page type with that said in the table of pages, too. Queries: 0."""
    kinds = _numbers([kind for kind in get_page_models() if issubclass(kind, pages.model)])
    if len(kinds) == 1:
        return pages.filter(content_type=kinds[0])
    return pages.filter(content_type__in=kinds)


def of_types(pages: PageQuerySet, models: Collection[type[Page]]) -> PageQuerySet:
    """Return those of ``pages``, of any type, that are of certain types. Queries: 0.

    For types to which most pages belong: they are looked for by another column, the date.
    """
    kinds = _numbers(models)
    return pages.alias(unindexed_type=Unindexed(F("content_type_id"))).filter(
        unindexed_type__in=kinds
    )


def newest_first(pages: PageQuerySet) -> PageQuerySet:
    """Return ``pages`` of a page type in the order of their dates. Queries: 0."""
    return of_type(pages).order_by(*NEWEST_FIRST)


def newest_of(pages: PageQuerySet, column: str, values: Sequence[int]) -> PageQuerySet:
    """Return those of ``pages`` whose foreign key has one of some values, newest first.

    A few are found by the key and sorted; among many the first are found by the date.

    Args:
        pages: of a page type.
        column: of the key, as ``work_id``.

    Queries: 1, or none for ``KEPT`` seconds.
    """
    found = pages.filter(**{f"{column}__in": values})
    given = hashlib.sha256(",".join(map(str, values)).encode()).hexdigest()
    if not is_many(f"{pages.model._meta.label}.{column}.{given}", found):
        return found.order_by(*NEWEST_FIRST)
    name = f"unindexed_{column}"
    hidden = pages.alias(**{name: Unindexed(F(column))}).filter(**{f"{name}__in": values})
    return newest_first(hidden)


def anywhere_below(page: Page) -> PageQuerySet:
    """Return the pages of any type on all levels below a page.

    A few are found by their paths, as ``descendant_of`` does not let SQLite do; many are passed
    on the way along another index, the one of dates. Queries: see ``is_many``.
    """
    longest = Page._meta.get_field("path").max_length
    within = Page.objects.filter(path__range=(f"{page.path}0", page.path.ljust(longest, "Z")))
    if is_many(f"below.{page.pk}", within):
        return Page.objects.descendant_of(page)
    return within


def is_many(name: str, rows: PageQuerySet | Callable[[], bool]) -> bool:
    """Say whether there are more than a ``FEW`` rows, or were some minutes ago.

    It decides how something is asked, never what.

    Args:
        name: of what is counted, for the cache.
        rows: or what says so itself.

    Queries: 1, or those of ``rows``; none for ``KEPT`` seconds.
    """
    ask = rows if callable(rows) else lambda: rows.order_by()[FEW : FEW + 1].exists()
    found: bool = cache.get_or_set(f"many:{name}", ask, KEPT)
    return found


def keep_index(using: str, **kwargs: object) -> None:
    """Make the index where it is missing; called after every migration.

    No migration makes it: whenever Wagtail changes its table, SQLite gets a new one with those
    indexes only that Wagtail knows.
    """
    connection = connections[using]
    if Page._meta.db_table not in connection.introspection.table_names():
        return
    quote = connection.ops.quote_name
    table = quote(Page._meta.db_table)
    columns = ", ".join(map(quote, COLUMNS))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {quote(INDEX)} ON {table} ({columns})")


def _numbers(models: Collection[type[Page]]) -> list[int]:
    return [ContentType.objects.get_for_model(model).pk for model in models]

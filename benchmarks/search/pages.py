"""Pages by the thousand, written past the models: nothing is reviewed, signalled or indexed."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Page

BATCH = 2_000
# Beyond what any other page of the demo has.
FIRST_STEP = 1_000_000


def write(
    pieces: Iterable[tuple[str, dict[str, Any]]],
    parent: Page,
    model: type[Page],
    start: int = 0,
) -> int:
    """Write live pages below ``parent`` in batches.

    Args:
        pieces: the title of each, and values of the model's own columns; that of a StreamField
            is its JSON.
        start: number of the first, where others were written before; each is a minute older than
            the one before it.

    Returns:
        how many there are.
    """
    pages = _pages(pieces, parent, model, start)
    written = 0
    while batch := list(islice(pages, BATCH)):
        with transaction.atomic():
            made = Page.objects.bulk_create([page for page, _ in batch])
            rows = [
                _row(model, page, values) for page, (_, values) in zip(made, batch, strict=True)
            ]
            _insert(model, rows)
        written += len(batch)
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + written)
    return written


def remove(model: type[Page]) -> None:
    """Remove what was written of a type."""
    pks = list(Page.objects.filter(slug__startswith="bench-").values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        batch = pks[start : start + BATCH]
        with transaction.atomic():
            model.objects.filter(pk__in=batch)._raw_delete(connection.alias)
            Page.objects.filter(pk__in=batch)._raw_delete(connection.alias)


def _pages(
    pieces, parent: Page, model: type[Page], start: int
) -> Iterator[tuple[Page, dict[str, Any]]]:
    content_type = ContentType.objects.get_for_model(model)
    now = timezone.now()
    for number, (title, values) in enumerate(pieces, start):
        slug = f"bench-{number}"
        published = now - timedelta(minutes=number)
        page = Page(
            # Twice the start: what was published between two calls stands behind the first.
            path=Page._get_path(parent.path, parent.depth + 1, FIRST_STEP + start + number),
            depth=parent.depth + 1,
            title=title[:255],
            draft_title=title[:255],
            slug=slug,
            url_path=f"{parent.url_path}{slug}/",
            content_type=content_type,
            locale_id=parent.locale_id,
            live=True,
            has_unpublished_changes=False,
            first_published_at=published,
            last_published_at=published,
        )
        yield page, values


def _row(model: type[Page], page: Page, given: dict[str, Any]) -> list:
    values = []
    for field in model._meta.local_concrete_fields:
        value = page.pk if field.primary_key else given.get(field.attname, field.get_default())
        is_raw = isinstance(field, StreamField) and isinstance(value, str) and value
        values.append(value if is_raw else field.get_db_prep_save(value, connection))
    return values


def _insert(model: type[Page], rows: list[list]) -> None:
    quote = connection.ops.quote_name
    columns = [quote(field.column) for field in model._meta.local_concrete_fields]
    places = ", ".join(["%s"] * len(columns))
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})",  # noqa: S608
            rows,
        )

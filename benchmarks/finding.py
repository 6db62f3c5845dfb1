"""What the ways to pieces, the maps and a 404 cost beside ``PAGES`` pieces."""

import statistics
import time

PAGES = 100_000
ROUNDS = 5
# Every so many pieces has the frequent tag; so many have the rare one, and one author.
FREQUENT = 10
FEW = 20
OF_ONE_AUTHOR = 300
UNIT_SHARE = 50


def print_figures() -> None:
    """Write the pieces beside the demo, measure, remove them again."""
    from benchmarks.search.pages import remove, write
    from reading.models import ReadingIndexPage, ReadingLogPage

    shelf = ReadingIndexPage.objects.get(shows=ReadingIndexPage.Shows.LOGS)
    started = time.perf_counter()
    try:
        write(_pieces(), shelf, ReadingLogPage)
        addresses = _prepare()
        print(f"\nwriting {PAGES} pieces: {time.perf_counter() - started:.0f} s\n")
        _print_table(addresses)
    finally:
        remove(ReadingLogPage)


def _pieces():
    from people.models import Unit

    units = list(Unit.objects.order_by("path").values_list("pk", flat=True))
    for number in range(PAGES):
        unit = units[number % len(units)] if number % UNIT_SHARE == 0 else None
        values = {"byline": "", "body": "[]", "unit_id": unit, "audience": "public"}
        yield f"第 {number} 篇笔记", values


def _prepare() -> dict[str, str]:
    from django.utils import timezone
    from taggit.models import Tag
    from wagtail.models import Page

    from people.models import Unit, User
    from reading.models import ReadingLogPage

    made = Page.objects.filter(slug__startswith="bench-").order_by("pk")
    pks = list(made.values_list("pk", flat=True))
    author = User.objects.get(staff_number="teacher1")
    made.filter(pk__in=pks[:OF_ONE_AUTHOR]).update(owner=author)
    frequent, rare = (Tag.objects.create(name=name) for name in ("常见的标签", "少见的标签"))
    through = ReadingLogPage._meta.get_field("tagged_items").related_model
    rows = [(frequent, pk) for pk in pks[::FREQUENT]] + [(rare, pk) for pk in pks[:FEW]]
    through.objects.bulk_create(
        (through(tag=tag, content_object_id=pk) for tag, pk in rows), batch_size=5_000
    )
    day = timezone.localdate()
    unit = Unit.objects.order_by("-depth", "path").first()
    return {
        "a bare view": "/healthz",
        "all tags (counted)": "/tags/",
        "a frequent tag": f"/tags/{frequent.slug}/",
        "its last page": f"/tags/{frequent.slug}/?page=99999",
        "a rare tag": f"/tags/{rare.slug}/",
        "an author": f"/authors/{author.pk}/",
        "a unit": f"/units/{unit.pk}/",
        "all months (counted)": "/archive/",
        "a month": f"/archive/{day:%Y/%m}/",
        "the outline": "/sitemap/",
        "index of maps": "/sitemap.xml",
        "first map of pages": "/sitemap-pages.xml",
        "last map of pages": f"/sitemap-pages.xml?p={(pks[-1] - 1) // 1_000 + 1}",
        "map of news": "/sitemap-news.xml",
        "a 404 with suggestions": "/reading/logs/mei-you-zhe-yi-pian/",
        "a 404 of a program": "/wp-login.php",
        "an old address": "/reading/notes/bench-7/",
    }


def _print_table(addresses: dict[str, str]) -> None:
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    print(f"{'':28}{'queries':>8}{'first ms':>10}{'again ms':>10}")
    for name, address in addresses.items():
        cache.clear()
        started = time.perf_counter()
        client.get(address)
        first = (time.perf_counter() - started) * 1000
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        again = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            client.get(address)
            again.append((time.perf_counter() - started) * 1000)
        print(f"{name:28}{len(captured):8}{first:10.1f}{statistics.median(again):10.1f}")

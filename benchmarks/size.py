"""What every kind of page costs with 100,000 published pages, beside the same site with 1,000.

    python -m benchmarks size                  1,000, then 100,000 on top of them, in one database
    SIZE_PAGES=20000 python -m benchmarks size less, where time is short

Pages of three types are written past the models (``benchmarks.search.pages``), each a copy of one
of the demo's, every tenth with a tag; both sizes by the same code. Nothing of them is in the search
index: what searching costs at this size is measured by ``python -m benchmarks search``. Whole pages
are not kept here; CPU time of the process is measured, which other work on the machine changes
little, and the time for which it waits for the database, the least of some rounds. Promised: public
pages at most 1.2 times, the admin's page listing 1.5, publishing 1.3.
"""

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

SMALL = 1_000
ROUNDS = 9
PUBLISHED = 5  # pieces brought on their way at each size, the last step of each measured
FREQUENT = 10  # every so many pieces has the tag
PUBLIC, LISTING, PUBLISHING = 1.2, 1.5, 1.3
SHARES = {"stories.StoryPage": 0.4, "reading.ReadingLogPage": 0.5, "reading.BookListPage": 0.1}
Figures = dict[str, tuple[float, int]]


def print_figures() -> int:
    """Build, measure, build on, measure again, print; returns 1 where a promise is not kept."""
    from django.core.cache import cache
    from django.db import connection

    large = int(os.environ.get("SIZE_PAGES", 100_000))
    measured: list[Figures] = []
    written = 0
    for size in (SMALL, large):
        started = time.perf_counter()
        _write_up_to(size, written)
        written = size
        cache.clear()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # as autovacuum does within minutes
        print(f"{size} pages there after {time.perf_counter() - started:.0f} s", flush=True)
        measured.append(_measure())
    return _print(measured, large)


def _write_up_to(size: int, before: int) -> None:
    from django.apps import apps

    from benchmarks.search.pages import write
    from portal.queries import public_pages

    for name, share in SHARES.items():
        model = apps.get_model(name)
        first, last = int(before * share), int(size * share)
        parent = public_pages(model.objects.all()).exclude(slug__startswith="bench-").first()
        values = _row_of(model, parent.pk)
        titles = ((f"{parent.title}，第 {number} 篇", values) for number in range(first, last))
        write(titles, parent.get_parent(), model, first)
        _tag(model, first, last)


def _row_of(model: Any, pk: int) -> dict[str, Any]:
    """Return the columns of a piece as the database holds them."""
    from django.db import connection

    columns = {field.column: field.attname for field in model._meta.local_concrete_fields}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(columns)} FROM {model._meta.db_table} "  # noqa: S608
            f"WHERE {model._meta.pk.column} = %s",
            [pk],
        )
        return dict(zip(columns.values(), cursor.fetchone(), strict=True))


def _tag(model: Any, first: int, last: int) -> None:
    from taggit.models import Tag

    tag, _ = Tag.objects.get_or_create(name="常见的标签", defaults={"slug": "frequent"})
    through = model._meta.get_field("tagged_items").related_model
    slugs = [f"bench-{number}" for number in range(first, last, FREQUENT)]
    for start in range(0, len(slugs), 500):
        pages = model.objects.filter(slug__in=slugs[start : start + 500])
        through.objects.bulk_create(
            through(tag=tag, content_object_id=pk) for pk in pages.values_list("pk", flat=True)
        )


def _measure() -> Figures:
    figures: Figures = {}
    for group, addresses, account in (
        ("public", _public(), ""),
        ("public", {"queue of reviews": "/my/reviews/", "desk": "/my/"}, "chief"),
        ("listing", _listings(), "chief"),
    ):
        for name, found in _opened(addresses, account).items():
            figures[f"{group}: {name}"] = found
    figures["publishing: last approval, and the page asked for"] = _published(), 0
    return figures


def _public() -> dict[str, str]:
    from django.utils import timezone
    from taggit.models import Tag

    from people.models import Unit, User
    from portal.listing import PAGE_SIZE
    from reading.models import BookListPage, ReadingLogPage
    from stories.models import StoryPage

    details = {}
    for model in (StoryPage, ReadingLogPage, BookListPage):
        page = model.objects.get(slug="bench-7")
        details[f"a {model._meta.verbose_name}"] = page.get_url()
        details[f"API: a {model._meta.verbose_name}"] = f"/api/v2/pages/{page.pk}/"
    tag = Tag.objects.get(slug="frequent")
    author = User.objects.get(staff_number="teacher1")
    unit = Unit.objects.order_by("-depth", "path").first()
    middle = StoryPage.objects.live().count() // PAGE_SIZE // 2
    book = ReadingLogPage.objects.get(slug="bench-7").work
    day = timezone.localdate()
    return {
        "front page": "/",
        "stories": "/stories/",
        "stories, in the middle": f"/stories/?page={middle}",
        "stories, last page": "/stories/?page=999999",
        "stories, by a facet": f"/stories/?year={day:%Y}",
        "reading": "/reading/",
        "reading logs": "/reading/logs/",
        "reading logs, last page": "/reading/logs/?page=999999",
        "book lists": "/reading/lists/",
        "a book": book.get_absolute_url(),
        "forums": "/forums/",
        "workshops": "/workshops/",
        **details,
        "all tags": "/tags/",
        "a tag": f"/tags/{tag.slug}/",
        "a tag, last page": f"/tags/{tag.slug}/?page=999999",
        "all months": "/archive/",
        "a month": f"/archive/{day:%Y/%m}/",
        "an author": f"/authors/{author.pk}/",
        "a unit": f"/units/{unit.pk}/",
        "the outline": "/sitemap/",
        "feed": "/feed/atom.xml",
        "feed of stories": "/feed/stories/atom.xml",
        "index of maps": "/sitemap.xml",
        "API: pages": "/api/v2/pages/",
        "API: stories": "/api/v2/pages/?type=stories.StoryPage",
        "a 404": "/reading/logs/mei-you-zhe-yi-pian/",
    }


def _listings() -> dict[str, str]:
    from reading.models import ReadingLogPage
    from stories.models import StoryIndexPage

    stories, logs = StoryIndexPage.objects.get(), ReadingLogPage.shelf()
    return {
        "first page of the admin": "/admin/",
        "pages of the site": f"/admin/pages/{stories.get_parent().pk}/",
        "stories": f"/admin/pages/{stories.pk}/",
        "stories, second page": f"/admin/pages/{stories.pk}/?p=2",
        "stories by title": f"/admin/pages/{stories.pk}/?ordering=title",
        "logs": f"/admin/pages/{logs.pk}/",
        "editing a story": f"/admin/pages/{stories.get_children().get(slug='bench-7').pk}/edit/",
    }


def _opened(addresses: dict[str, str], account: str) -> Figures:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from people.models import User

    client = Client()
    if account:
        client.force_login(User.objects.get(staff_number=account))
    figures: Figures = {}
    for name, address in addresses.items():
        client.get(address)  # what is counted seldom, renditions, templates
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        expected = {404} if name == "a 404" else {200}
        assert answer.status_code in expected, f"{address}: {answer.status_code}"
        figures[name] = _least(lambda at=address: client.get(at), ROUNDS), len(captured)
    return figures


def _published() -> float:
    from django.test import Client

    from people.models import User
    from tests.editorial.factories import approve_all, log_draft

    def pieces() -> Iterator[Any]:
        from editorial import actions

        for number in range(PUBLISHED):
            piece = log_draft(author, title=f"正要发布的第 {number} 篇")
            actions.submit(page_id=piece.pk, author=author)
            approve_all(piece, staff, ("first", "second"))
            yield piece

    author, staff = User.objects.get(staff_number="teacher1"), _staff()
    waiting = list(pieces())
    client = Client()

    def publish() -> None:
        piece = waiting.pop()
        approve_all(piece, staff, ("chief",))
        piece.refresh_from_db()
        assert client.get(piece.get_url()).status_code == 200

    return _least(publish, PUBLISHED)


def _staff() -> Any:
    from people.models import User
    from tests.editorial.factories import Staff

    people = {user.staff_number: user for user in User.objects.filter(staff_number__regex="^(e|c)")}
    return Staff(people["editor1"], people["editor2"], people["chief"])


def _least(work: Callable[[], object], rounds: int) -> float:
    from django.db import connection

    waited = 0.0

    def watch(execute: Any, *statement: Any) -> Any:
        nonlocal waited
        wall, own = time.perf_counter(), time.process_time()
        answer = execute(*statement)
        waited += (time.perf_counter() - wall) - (time.process_time() - own)
        return answer

    milliseconds = []
    for _ in range(rounds):
        waited, started = 0.0, time.process_time()
        with connection.execute_wrapper(watch):
            work()
        milliseconds.append((time.process_time() - started + waited) * 1000)
    return min(milliseconds)


def _print(measured: list[Figures], large: int) -> int:
    small_figures, large_figures = measured
    bars = {"public": PUBLIC, "listing": LISTING, "publishing": PUBLISHING}
    broken = 0
    print(f"\n{'ms':52}{SMALL:>9}{large:>9}{'ratio':>8}{'bar':>6}{'queries':>12}")
    for name, (before, queries) in small_figures.items():
        after, queries_after = large_figures[name]
        bar = bars[name.partition(":")[0]]
        is_broken = after / before > bar
        broken += is_broken
        asked = f"{queries} {queries_after}" if queries else ""
        mark = "  <--" if is_broken else ""
        print(f"{name:52}{before:9.1f}{after:9.1f}{after / before:8.2f}{bar:6}{asked:>12}{mark}")
    print(f"{broken or 'none'} of {len(small_figures)} above the bar")
    return int(broken > 0)

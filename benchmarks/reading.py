"""What the reading programme's pages cost at district size.

Needs a set-up Django whose database holds the district (``manage.py demo --size district``); where
it does not, it is built first, which takes its minutes. ``READING_BENCH_VAR`` names a folder with
such a database, and ``DATABASE_URL`` a PostgreSQL that holds one. Server time is that of Django's
test client, everything but the socket: by the clock, and of this process's CPU, which a busy
machine does not lengthen much.
"""

import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle, product

ROUNDS = 20
BOOKS = 10
CARDS = 41


@dataclass(frozen=True)
class Page:
    """An address that is measured.

    Attributes:
        limit: milliseconds promised; queries: how many are promised at most, if any.
    """

    name: str
    paths: list[str]
    number: str
    limit: int
    queries: int | None = None


def print_figures() -> None:
    """Measure all pages, print median and 95th percentile beside what was promised."""
    from django.db import connection

    from home.demo import district
    from home.demo.progress import Progress

    if not district.is_built():
        district.build(Progress())
    print(f"\n{'reading at district size, ' + connection.vendor:46}", end="")
    print(f"{'queries':>8}{'median':>8}{'p95':>8}{'CPU':>8}  ms, promised")
    for page in _pages():
        _print_row(page)
    _print_cards()
    _print_counting()


def _pages() -> list[Page]:
    from django.db.models import Count

    from people.models import Unit, User
    from reading.models import ReadingYear, Work

    readers = User.objects.filter(staff_number__regex=r"^qu\d").order_by("pk")
    reader = readers[len(readers) // 2].staff_number
    busiest = Work.objects.annotate(Count("records")).order_by("-records__count")[:BOOKS]
    school = Unit.objects.annotate(Count("teachers")).order_by("-teachers__count").first()
    head = f"qu-gl-{school.code[-3:]}"
    year = ReadingYear.objects.order_by("-starts_on")[1]
    books = [work.get_absolute_url() for work in busiest]
    size = school.teachers__count
    summary = f"/my/reading/programme/schools/{school.pk}/"
    return [
        Page("own reading", ["/my/reading/"], reader, 150, 15),
        Page("own programme", ["/my/reading/programme/"], reader, 150),
        Page("own days", ["/my/reading/days/"], reader, 150),
        Page("own year in pictures", [f"/my/reading/year/{year.pk}/"], reader, 150),
        Page("the busiest books, visitor", books, "", 150),
        Page("the busiest books, teacher", books, reader, 150),
        Page("passage of the day, teacher", ["/reading/passage/"], reader, 150),
        Page("totals of the programme", [f"/reading/figures/?year={year.pk}"], "", 150),
        Page(f"summary of a school of {size}", [f"{summary}?year={year.pk}"], head, 1000),
        Page("front of the section", ["/reading/"], "", 150),
    ]


def _client(number: str):
    from django.test import Client

    from people.models import User

    client = Client()
    if number:
        client.force_login(User.objects.get(staff_number=number))
    return client


def _print_row(page: Page) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = _client(page.number)
    status = client.get(page.paths[0]).status_code
    if status != 200:
        print(f"{page.name:46}  skipped: {page.paths[0]} answers {status}")
        return
    queries = 0
    for path in page.paths:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        queries = max(queries, len(captured))
    times = _times(lambda: [client.get(path) for path in page.paths], len(page.paths))
    promised = f"{page.limit}" + (f", {page.queries} queries" if page.queries else "")
    _print_times(page.name, times, promised, queries)


def _times(work: Callable[[], object], parts: int = 1) -> list[tuple[float, float]]:
    """Return milliseconds by the clock and of this process's CPU, of each round."""
    times = []
    for _ in range(ROUNDS):
        started, worked = time.perf_counter(), time.process_time()
        work()
        ended, done = time.perf_counter(), time.process_time()
        times.append(((ended - started) * 1000 / parts, (done - worked) * 1000 / parts))
    return times


def _print_times(
    name: str, times: list[tuple[float, float]], promised: str, queries: int | str = ""
) -> None:
    clock = sorted(wall for wall, _ in times)
    p95, median = clock[int(0.95 * len(clock)) - 1], statistics.median(clock)
    cpu = statistics.median(work for _, work in times)
    print(f"{name:46}{queries:>8}{median:8.0f}{p95:8.0f}{cpu:8.0f}  {promised}", flush=True)


def _print_cards() -> None:
    """Draw cards that nobody drew before: days of five years, each design and ratio in turn."""
    from django.urls import reverse

    from reading.models import PassageDay

    name = "a new picture card"
    try:
        from reading.cards.designs import RATIOS, designs
    except ImportError:
        print(f"{name:46}  skipped: there are no cards yet")
        return
    client, times = _client(""), []
    kinds = cycle(product(designs(), RATIOS))
    days = list(PassageDay.objects.on_or_before(_today()).values_list("date", flat=True))
    for day, (design, ratio) in zip(random.sample(days, CARDS), kinds, strict=False):
        path = reverse("reading:passage_card", args=[day, design, ratio, "png"])
        started, worked = time.perf_counter(), time.process_time()
        answer = client.get(path)
        wall, cpu = time.perf_counter() - started, time.process_time() - worked
        times.append((wall * 1000, cpu * 1000))
        if answer.status_code != 200:
            print(f"{name:46}  skipped: {path} answers {answer.status_code}")
            return
    # The first fetches fonts and templates; a server has done so when the day begins.
    _print_times(name, times[1:], "300 at the 95th of 100")


def _today():
    from django.utils import timezone

    return timezone.localdate()


def _print_counting() -> None:
    """The work that no request does: counting a year for the page of totals."""
    from reading.figures.actions import count_year
    from reading.models import ReadingYear

    year = ReadingYear.objects.order_by("-starts_on")[1]
    started = time.perf_counter()
    figures = count_year(year=year)
    seconds = time.perf_counter() - started
    print(f"counting a year of {figures.total} books (in a task): {seconds:.1f} s")

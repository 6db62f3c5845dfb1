"""How much CPU and how many queries the portal's pages cost, beside a bare Django view.

Builds the demo content in a temporary folder, asks each address ``ROUNDS`` times in turn (so that
a busy moment of the machine falls on all alike) and prints medians and their ratio to ``/healthz``,
a view that asks for nothing. What comparing two versions, reading the word lists, comparing a piece
with what others wrote, opening a long queue and searching cost follows. Figures of different runs
are not comparable; ratios are.

    python -m benchmarks            everything (make bench)
    python -m benchmarks search     only these: pages, difference, words, similarity, queue, cards,
                                    posters, search
    python -m benchmarks finding    the ways to pieces beside 100,000 of them; by name only, too
    python -m benchmarks size       every kind of page with 100,000 pages beside 1,000; by name only
    python -m benchmarks reading    the reading programme at district size; by name only, for the
                                    district takes minutes to build. BENCH_VAR_DIR keeps it.
    python -m benchmarks events     a year of events beside the small site; by name only, for it
                                    copies the database.
"""

import os
import statistics
import sys
import tempfile
import time

ROUNDS = 30
ADDRESSES = (
    "/healthz",
    "/",
    "/stories/",
    "/reading/",
    "/reading/logs/",
    "/reading/books/1/",
    "/forums/",
    "/workshops/",
    "/search/?q=教育",
    "/feed/atom.xml",
    "/api/v2/pages/",
)


def main() -> int:
    """Build, measure, print; returns the exit code."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as temporary:
        folder = os.environ.get("BENCH_VAR_DIR") or temporary
        os.environ |= {
            "VAR_DIR": folder,
            "DEBUG": "0",
            "ALLOWED_HOSTS": "testserver",
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        }
        os.makedirs(f"{folder}/static", exist_ok=True)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        started = time.perf_counter()
        call_command("demo", allow_demo_accounts=True)
        print(f"\nbuilding the demo: {time.perf_counter() - started:.1f} s\n")
        from benchmarks import (
            cards,
            difference,
            events,
            finding,
            posters,
            queue,
            reading,
            search,
            similarity,
            size,
            word_lists,
        )

        measurements = {
            "pages": lambda: _print_table(_addresses()),
            "difference": difference.print_table,
            "words": word_lists.print_figures,
            "similarity": similarity.print_table,
            "queue": queue.print_figures,
            "cards": cards.print_figures,
            "posters": posters.print_figures,
            "search": search.print_tables,
        }
        by_name_only = {
            "events": events.print_figures,
            "finding": finding.print_figures,
            "reading": reading.print_figures,
            "size": size.print_figures,
        }
        # Some say by 1 that a promise is not kept.
        codes = [(measurements | by_name_only)[name]() for name in sys.argv[1:] or measurements]
    return max(code or 0 for code in codes)


def _addresses() -> list[str]:
    from portal.queries import public_pages
    from reading.models import ReadingLogPage
    from stories.models import StoryPage

    pages = [public_pages(model.objects.all()).first() for model in (StoryPage, ReadingLogPage)]
    return [*ADDRESSES, *(page.get_url() for page in pages if page)]


def _print_table(addresses: list[str]) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    milliseconds: dict[str, list[float]] = {address: [] for address in addresses}
    queries = {}
    for address in addresses:
        client.get(address)  # renditions, templates, the segmenter's dictionary
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        assert answer.status_code == 200, address
        queries[address] = len(captured)
    for _ in range(ROUNDS):
        for address in addresses:
            started = time.process_time()
            client.get(address)
            milliseconds[address].append((time.process_time() - started) * 1000)
    bare = statistics.median(milliseconds["/healthz"])
    print(f"{'address':60}{'queries':>8}{'CPU ms':>9}{'x bare':>9}")
    for address in addresses:
        median = statistics.median(milliseconds[address])
        print(f"{address:60}{queries[address]:8}{median:9.1f}{median / bare:9.1f}")


sys.exit(main())

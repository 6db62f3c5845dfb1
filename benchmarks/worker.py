"""What one web process holds in memory, and how long it takes from its start to its first answer.

    python -m benchmarks.worker               as the unit in deploy/ starts it
    python -m benchmarks.worker --rounds 5
    VAR_DIR=/somewhere python -m benchmarks.worker    on the demo that lies there

The process shows what a day brings: the front page, lists and pieces of all kinds, a search, the
feed, the API, the desk of a teacher and the admin's first pages; then ``/proc/…/smaps_rollup`` says
what is resident (RSS), what of it is this process's share (PSS), and what nobody else has
(private). Promised: at most 200 MB resident, 3 s from the start to the first front page.
"""

import argparse
import os
import statistics
import sys
import tempfile
from urllib.request import Request, urlopen

from benchmarks.serving.servers import HOST, Running, demo_site, serving

MEGABYTES, SECONDS = 200, 3
TIMES = 3  # each address
PREPARE = """
from benchmarks.load_passage import _sign_in
from people.models import User
from portal.queries import public_pages
kinds = {}
for page in public_pages().filter(depth__gt=2).order_by("-pk"):
    kinds.setdefault(page.content_type_id, page.get_url())
print(*kinds.values())
demo = User.objects.filter(staff_number__in=["teacher1", "chief"]).order_by("pk")
print(*_sign_in(demo).values())
"""
ANYBODY = (
    *("/", "/stories/", "/reading/", "/reading/logs/", "/forums/", "/workshops/", "/tags/"),
    *("/archive/", "/search/?q=教育", "/search/suggest/?q=jiaoyu", "/feed/atom.xml"),
    *("/api/v2/pages/", "/sitemap.xml", "/reading/passage/"),
)
SIGNED_IN = ("/my/", "/my/reading/")
OF_AN_EDITOR = ("/my/reviews/", "/admin/", "/admin/pages/", "/admin/pages/3/", "/admin/images/")


def main() -> int:
    """Build where needed, measure, print; returns 1 where a promise is not kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.worker")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portal-worker-") as folder:
        os.environ.setdefault("VAR_DIR", folder)
        os.environ |= {"DEBUG": "0", "DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
        addresses, sessions = (line.split() for line in demo_site(PREPARE)[-2:])
        measured = [_measure(addresses, sessions) for _ in range(asked.rounds)]
    print(f"{'':30}{'RSS':>8}{'PSS':>8}{'private':>9}  MB")
    for name in ("after the first page", "after all kinds of pages"):
        rows = [figures[name] for figures in measured]
        cells = [statistics.median(row[kind] for row in rows) for kind in ("Rss", "Pss", "Private")]
        print(f"{name:30}{cells[0]:8.0f}{cells[1]:8.0f}{cells[2]:9.0f}")
    started = statistics.median(figures["started"] for figures in measured)
    print(f"from the start to the first front page: {started:.1f} s, of {asked.rounds} the median")
    return int(cells[0] > MEGABYTES or started > SECONDS)


def _measure(pages: list[str], sessions: list[str]) -> dict[str, dict[str, float] | float]:
    with serving("granian", "portal.wsgi:application", "/", PAGE_CACHE="1") as running:
        figures = {"started": running.started_in, "after the first page": running.memory()}
        for _ in range(TIMES):
            for page in (*ANYBODY, *pages):
                _ask(running, page)
            for page in SIGNED_IN:
                _ask(running, page, sessions[0])
            for page in (*SIGNED_IN, *OF_AN_EDITOR):
                _ask(running, page, sessions[1])
        return figures | {"after all kinds of pages": running.memory()}


def _ask(running: Running, page: str, session: str = "") -> None:
    from urllib.parse import quote

    url = f"http://{HOST}:{running.port}{quote(page, safe='/?=&%')}"
    headers = {"Cookie": f"sessionid={session}"} if session else {}
    with urlopen(Request(url, headers=headers), timeout=60) as answer:
        if answer.status != 200 or "/accounts/" in answer.url:
            raise RuntimeError(f"{page}: {answer.status}, {answer.url}")
        answer.read()


if __name__ == "__main__":
    sys.exit(main())

"""What Lighthouse (mobile profile) and the Nu HTML checker say of the public pages.

    python -m benchmarks.lighthouse              both, on all pages of ``PAGES``
    python -m benchmarks.lighthouse / /stories/  these addresses
    python -m benchmarks.lighthouse --html       the checker alone; needs Java

Builds the demo, collects the static files and serves with the production settings (granian) on a
free port of 127.0.0.1. Lighthouse and the checker come from npm, in a folder of the cache; Chromium
is the system's. Each page is judged ``RUNS`` times, medians count. Promised: performance at least
98, accessibility, best practices and SEO 100, no layout shift, nothing that the checker calls an
error. Lighthouse simulates a slow phone from what it measures here, so that a busy machine lowers
the first figure: run it alone.
"""

import argparse
import json
import os
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

from django.utils.text import slugify

from benchmarks.load_passage import HOST, _Server

LIGHTHOUSE, CHECKER = "lighthouse@12", "vnu-jar"
RUNS = 3
TRIES = 3  # Chromium does not always start at once
PROMISED = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}


def main() -> int:
    """Build, serve, judge, print; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("addresses", nargs="*")
    parser.add_argument("--html", action="store_true")
    parser.add_argument("--runs", type=int, default=RUNS)
    asked = parser.parse_args()
    tools = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"), "portal-lighthouse")
    _install(tools, asked.html)
    with tempfile.TemporaryDirectory(prefix="portal-lighthouse-") as folder:
        addresses = asked.addresses or _build(folder)
        with _Server(workers=2) as port:
            urls = [f"http://{HOST}:{port}{quote(address, safe='/?=&')}" for address in addresses]
            fine = _check(tools, urls, Path(folder))
            return 0 if (asked.html or _judge(tools, urls, asked.runs)) and fine else 1


def _install(tools: Path, html_only: bool) -> None:
    tools.mkdir(parents=True, exist_ok=True)
    wanted = [CHECKER] if html_only else [CHECKER, LIGHTHOUSE]
    if missing := [name for name in wanted if not _module(tools, name).exists()]:
        subprocess.run(  # noqa: S603
            ["npm", "install", "--silent", "--no-fund", "--prefix", str(tools), *missing],  # noqa: S607
            check=True,
        )


def _module(tools: Path, name: str) -> Path:
    return tools / "node_modules" / name.partition("@")[0]


def _build(folder: str) -> list[str]:
    """Set the production settings up in a folder, with the demo; return what is judged."""
    os.environ |= {
        "VAR_DIR": folder,
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": HOST,
        "BASE_URL": f"http://{HOST}",
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("demo", allow_demo_accounts=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    return _pages()


def _pages() -> list[str]:
    """One page of each type that the public opens most.

    Of the search its own page: what it finds is kept out of other indexes on purpose.
    """
    from forums.models import ForumEventPage
    from home.models import TopicPage
    from portal.queries import public_pages
    from reading.models import BookListPage, ReadingLogPage
    from stories.models import StoryPage
    from workshops.models import WorkshopPage

    models = (StoryPage, BookListPage, ReadingLogPage, ForumEventPage, WorkshopPage, TopicPage)
    pages = (public_pages(model.objects.all()).first() for model in models)
    return ["/", *(page.get_url() for page in pages if page), "/search/"]


def _check(tools: Path, urls: list[str], folder: Path) -> bool:
    """Print what the Nu HTML checker finds; whether there was nothing but remarks."""
    if shutil.which("java") is None:
        print("HTML: no Java here, not checked")
        return False
    jar = next(_module(tools, CHECKER).rglob("vnu.jar"))
    pages = []
    for number, url in enumerate(urls):
        # Also draws the pictures once, as the worker does after publication.
        with urlopen(url) as answer:  # noqa: S310 - our own server
            pages.append(folder / f"{number}-{slugify(urlsplit(url).path) or 'home'}.html")
            pages[-1].write_bytes(answer.read())
    done = subprocess.run(  # noqa: S603
        ["java", "-jar", str(jar), "--format", "json", *map(str, pages)],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(done.stderr or done.stdout)["messages"]
    for message in found:
        where = f"{message.get('url', '')}:{message.get('lastLine', '')}"
        extract = message.get("extract", "").replace("\n", " ")[:120]
        print(f"{message['type']:8} {where}  {message['message']}  {extract}")
    errors = [message for message in found if message["type"] != "info"]
    print(f"HTML: {len(urls)} pages, {len(errors)} errors, {len(found) - len(errors)} remarks")
    return not errors


def _judge(tools: Path, urls: list[str], runs: int) -> bool:
    """Print Lighthouse's figures; whether all that is promised holds."""
    heads = f"{'perf':>6}{'a11y':>6}{'best':>6}{'seo':>6}{'LCP s':>8}{'CLS':>7}{'KB':>7}"
    print(f"\n{'page':44}{heads}")
    fine = True
    for url in urls:
        reports = [_report(tools, url) for _ in range(runs)]
        scores = {
            name: round(statistics.median(100 * r["categories"][name]["score"] for r in reports))
            for name in PROMISED
        }
        audits = reports[-1]["audits"]
        paint, shift, weight = (
            audits[name]["numericValue"]
            for name in ("largest-contentful-paint", "cumulative-layout-shift", "total-byte-weight")
        )
        path = "/" + url.split("/", 3)[3]
        figures = "".join(f"{scores[name]:6}" for name in PROMISED)
        print(f"{path:44}{figures}{paint / 1000:8.2f}{shift:7.3f}{weight / 1024:7.0f}")
        fine = fine and shift == 0 and all(scores[n] >= least for n, least in PROMISED.items())
        _print_faults(reports[-1])
    return fine


def _print_faults(report: dict) -> None:
    for name in PROMISED:
        for part in report["categories"][name]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                print(f"    {part['id']}: {audit.get('displayValue') or audit['title']}")


def _report(tools: Path, url: str) -> dict:
    script = _module(tools, LIGHTHOUSE) / "cli" / "index.js"
    flags = "--headless=new --no-sandbox --disable-gpu"
    for _ in range(TRIES):
        done = subprocess.run(  # noqa: S603
            ["node", str(script), url, "--quiet", "--output=json", f"--chrome-flags={flags}"],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"CHROME_PATH": shutil.which("chromium") or "/usr/bin/chromium"},
        )
        if done.returncode == 0:
            report: dict = json.loads(done.stdout)
            return report
        print(f"    again: {done.stderr.strip()[-300:]}")
    raise RuntimeError(f"Lighthouse did not judge {url}")


if __name__ == "__main__":
    sys.exit(main())

"""Measures and prints; see the package."""

import argparse
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.request import Request, urlopen

from benchmarks.serving.servers import (
    COMMANDS,
    HOST,
    Running,
    demo_site,
    is_there,
    peer,
    serving,
    static,
)

RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
LATE = re.compile(r"99%\s+([\d.]+)(us|ms|s)")
UNIT = {"us": 0.001, "ms": 1.0, "s": 1000.0}
PORTAL, BARE = "portal.wsgi:application", "benchmarks.serving.bare:application"
DESCRIBE = """
from reading.models import ReadingLogPage
from django.conf import settings
from django.test import Client
from people.models import User
from portal.queries import public_pages
from stories.models import StoryPage
teacher = Client()
teacher.force_login(User.objects.get(staff_number="teacher1"))
print(f"{settings.SESSION_COOKIE_NAME}={teacher.cookies[settings.SESSION_COOKIE_NAME].value}")
print(public_pages(StoryPage.objects.all()).first().get_url())
print(public_pages(ReadingLogPage.objects.all()).first().get_url())
"""


def main() -> int:
    """Build where needed, measure, print; returns the exit code."""
    parser = argparse.ArgumentParser(description="Requests a second, by server.")
    parser.add_argument("servers", nargs="*", choices=[*COMMANDS, []])
    parser.add_argument("--seconds", type=int, default=5)
    asked = parser.parse_args()
    if not shutil.which("wrk"):
        print("Needed: apt-get install wrk")
        return 2
    with tempfile.TemporaryDirectory(prefix="portal-serving-") as folder:
        os.environ.setdefault("VAR_DIR", folder)
        os.environ |= {"DEBUG": "0", "DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
        cookie, *pages = demo_site(DESCRIBE)
        pages.insert(0, "/")
        for server in asked.servers or COMMANDS:
            if is_there(server):
                _measure(server, pages, cookie, asked.seconds)
            else:
                print(f"{server}: not installed, left out")
        if bakery := os.environ.get("BAKERYDEMO"):
            _measure_bakery(Path(bakery).resolve(), asked.seconds)
        else:
            print("bakerydemo: BAKERYDEMO does not say where, left out")
        if is_there("nginx"):
            with static(_front_page()) as running:
                _row("nginx, static file", running, "/", asked.seconds)
        else:
            print("nginx: not installed, left out")
    return 0


def _measure(server: str, pages: list[str], cookie: str, seconds: int) -> None:
    with serving(server, BARE) as running:
        bare = _row(f"{server}, bare view", running, "/", seconds)
    with serving(server, PORTAL, "/healthz", PAGE_CACHE="1") as running:
        for page in pages:
            _row(f"{server}, kept {page}", running, page, seconds, bare)
        for page in pages:
            _row(f"{server}, a teacher's {page}", running, page, seconds, bare, cookie)
        print(f"{server}: {running.resident_mb():.0f} MB with {len(pages)} pages kept")
    with serving(server, PORTAL, "/", PAGE_CACHE="0") as running:
        print(f"{server}: {running.started_in:.1f} s to the first front page")
        for page in pages:
            _row(f"{server}, made anew {page}", running, page, seconds, bare)
        print(f"{server}: {running.resident_mb():.0f} MB after making them")


def _measure_bakery(checkout: Path, seconds: int) -> None:
    env = {
        "DJANGO_SETTINGS_MODULE": "bakerydemo.settings.production",
        "DJANGO_SECRET_KEY": secrets.token_urlsafe(),
        "DATABASE_URL": f"sqlite:///{checkout}/bakerydemodb",
        "SECURE_SSL_REDIRECT": "false",
    }
    with peer(checkout, "bakerydemo.wsgi:application", **env) as running:
        for page in ("/", "/blog/", "/breads/"):
            _row(f"bakerydemo {page}", running, page, seconds)
        print(f"bakerydemo: {running.resident_mb():.0f} MB")


def _row(
    name: str, running: Running, page: str, seconds: int, bare: float = 0.0, cookie: str = ""
) -> float:
    url = f"http://{HOST}:{running.port}{page}"
    for _ in range(3):
        _ask(url)
    command = ["wrk", "-t1", "-c16", f"-d{seconds}s", "--latency", "-H", "Accept-Encoding: br"]
    command += ["-H", f"Cookie: {cookie}"] if cookie else []
    said = subprocess.run([*command, url], check=True, capture_output=True, text=True).stdout  # noqa: S603
    if "Non-2xx" in said:
        raise RuntimeError(said)
    rate, late = float(RATE.search(said)[1]), LATE.search(said)
    ratio = f"{rate / bare:8.3f}" if bare else " " * 8
    print(
        f"{name:60} {rate:9.0f} a second {ratio}   99 % in {float(late[1]) * UNIT[late[2]]:.1f} ms"
    )
    return rate


def _ask(url: str) -> bytes:
    with urlopen(Request(url, headers={"Accept-Encoding": "br"}), timeout=60) as answer:  # noqa: S310
        return answer.read()


def _front_page() -> bytes:
    with serving("granian", PORTAL, "/", PAGE_CACHE="1") as running:
        url = f"http://{HOST}:{running.port}/"
        _ask(url)
        return _ask(url)


if __name__ == "__main__":
    sys.exit(main())

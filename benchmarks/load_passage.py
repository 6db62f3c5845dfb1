"""A morning at the passage of the day: thousands of teachers open it and mark the day.

    python -m benchmarks.load_passage                    20 writes a second for 10 minutes
    python -m benchmarks.load_passage --minutes 1 --rate 20 --teachers 4200
    VAR_DIR=/somewhere python -m benchmarks.load_passage  on the database that lies there

Starts the default server (granian as ``make run`` starts it: SQLite, DEBUG off) on a free port of
127.0.0.1 and stops it in the end. Each visit is GET of the passage and POST of the mark, on time
whether or not the server keeps up; every fifth teacher taps twice at once. Visits come from five
addresses (127.0.0.2-6), as from five schools. Promised: p95 of the marks below 800 ms, no error,
one mark a teacher and day, nobody locked out.
"""

import argparse
import http.client
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

HOST = "127.0.0.1"
SCHOOLS = [f"127.0.0.{number}" for number in range(2, 7)]
PASSAGE = "/reading/passage/"
DOUBLE_TAPS = 5  # every so many-th visit
CLIENTS = 64
LIMIT = 800


@dataclass
class Answers:
    """What came back, collected by many threads."""

    opened: list[float] = field(default_factory=list)
    marked: list[float] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, times: list[float], milliseconds: float, problem: str) -> None:
        """Note one answer."""
        with self.lock:
            times.append(milliseconds)
            if problem:
                self.errors[problem] = self.errors.get(problem, 0) + 1


def main() -> int:
    """Build or open the database, serve, load, print, check; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--rate", type=float, default=20, help="writes a second")
    parser.add_argument("--teachers", type=int, default=4_200)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portal-load-") as folder:
        os.environ |= {
            "VAR_DIR": os.environ.get("VAR_DIR", folder),
            "DEBUG": "0",
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        }
        Path(os.environ["VAR_DIR"], "static").mkdir(exist_ok=True)
        teachers, mark = _prepare(asked.teachers)
        if not mark:
            print("The mark of the day has no address yet (days:mark); nothing to load.")
            return 0
        with _Server() as port:
            answers = _load(port, mark, teachers, asked.rate, asked.minutes * 60)
            locked_out = _locked_out(port, teachers)
        return _report(answers, teachers, locked_out, asked)


def _prepare(amount: int) -> tuple[dict[int, str], str]:
    """Return the sessions of teachers who keep the record, by account, and where to mark."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.urls import NoReverseMatch, reverse
    from django.utils import timezone

    from people.models import User
    from reading.models import DayRead, DayRecord

    call_command("migrate", verbosity=0)
    call_command("demo", allow_demo_accounts=True, unlisted=True)
    _make_teachers(amount)
    users = list(User.objects.filter(staff_number__regex=r"^qu\d").order_by("pk")[:amount])
    DayRecord.objects.bulk_create(
        (DayRecord(reader=user, since=timezone.localdate()) for user in users),
        ignore_conflicts=True,
    )
    DayRead.objects.filter(record__reader__in=users, date=timezone.localdate()).delete()
    try:
        return _sign_in(users), reverse("days:mark")
    except NoReverseMatch:
        return {}, ""


def _make_teachers(amount: int) -> None:
    from random import Random

    from django.db import transaction
    from django.utils import timezone

    from home.demo import district
    from home.demo.district import people
    from home.demo.district.sizes import Sizes

    if not district.is_built():
        with transaction.atomic():
            sizes = Sizes(timezone.localdate(), teachers=amount)
            people.make_teachers(sizes, people.make_units(sizes), Random(1))


def _sign_in(users: list) -> dict[int, str]:
    from datetime import timedelta

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    store, keys, rows = SessionStore(), {}, []
    for user in users:
        data = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        keys[user.pk] = secrets.token_hex(16)
        expires = timezone.now() + timedelta(days=1)
        rows.append(Session(keys[user.pk], store.encode(data), expires))
    Session.objects.bulk_create(rows, batch_size=1000)
    return keys


class _Server:
    """The server as ``make run`` starts it; with two workers as ``deploy/`` does."""

    def __init__(self, workers: int = 1) -> None:
        self._workers = workers
        self._threads = 4 if workers == 1 else 2

    def __enter__(self) -> int:
        with socket.socket() as free:
            free.bind((HOST, 0))
            port = free.getsockname()[1]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter's server
            [
                str(Path(sys.executable).parent / "granian"),
                *("--interface", "wsgi", "--host", HOST, "--port", str(port)),
                *("--workers", str(self._workers), "--no-ws"),
                *("--blocking-threads", str(self._threads)),
                *("--log-level", "warning", "portal.wsgi:application"),
            ],
            env=os.environ | {"BASE_URL": f"http://{HOST}:{port}"},
        )
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                if _ask(port, "GET", "/healthz")[0] == 200:
                    return port
            except OSError:
                time.sleep(0.3)
        self.__exit__()
        raise RuntimeError("The server did not start within two minutes.")

    def __exit__(self, *exception: object) -> None:
        self._process.terminate()
        self._process.wait(30)


def _ask(
    port: int, method: str, path: str, *, session: str = "", school: str = HOST
) -> tuple[int, str, str]:
    """Send one request as a browser of this session; return status, target and body."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60, source_address=(school, 0))
    try:
        token = "a" * 32  # of cookie and header alike, as Django's check asks
        headers = {"Cookie": f"sessionid={session}; csrftoken={token}", "X-CSRFToken": token}
        connection.request(method, path, headers=headers if session else {})
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", ""), answer.read().decode()
    finally:
        connection.close()


def _load(port: int, mark: str, teachers: dict[int, str], rate: float, seconds: float) -> Answers:
    """Send visits so that ``rate`` marks a second go out, double taps counted."""
    answers, sessions = Answers(), list(teachers.values())
    pause = (DOUBLE_TAPS + 1) / DOUBLE_TAPS / rate
    visits = round(seconds / pause)
    started = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        for number in range(visits):
            due = started + number * pause
            time.sleep(max(0, due - time.perf_counter()))
            session, school = sessions[number % len(sessions)], SCHOOLS[number % len(SCHOOLS)]
            clients.submit(_visit, answers, port, mark, session, school, due)
            if number % DOUBLE_TAPS == 0:
                clients.submit(_tap, answers, port, mark, session, school, due)
    return answers


def _visit(answers: Answers, port: int, mark: str, session: str, school: str, due: float) -> None:
    ended = _timed(answers, answers.opened, due, port, "GET", PASSAGE, session, school)
    _timed(answers, answers.marked, ended, port, "POST", mark, session, school)


def _tap(answers: Answers, port: int, mark: str, session: str, school: str, due: float) -> None:
    _timed(answers, answers.marked, due, port, "POST", mark, session, school)


def _timed(
    answers: Answers, times: list[float], due: float, port: int, method: str, path: str,
    session: str, school: str,
) -> float:  # fmt: skip
    expected = 200 if method == "GET" else 302
    try:
        status, target, _ = _ask(port, method, path, session=session, school=school)
        problem = "" if status == expected else f"{method} {status}"
        if target.startswith("/accounts/"):
            problem = f"{method} signed out"
    except OSError as error:
        problem = f"{method} {type(error).__name__}"
    ended = time.perf_counter()
    answers.add(times, (ended - due) * 1000, problem)
    return ended


def _locked_out(port: int, teachers: dict[int, str]) -> int:
    """Return how many of a sample cannot read on, or cannot come to the entrance any more."""
    sample = list(teachers.values())[:: max(1, len(teachers) // 50)]
    out = 0
    for number, session in enumerate(sample):
        school = SCHOOLS[number % len(SCHOOLS)]
        out += _ask(port, "GET", "/my/", session=session, school=school)[0] != 200
        out += _ask(port, "GET", "/accounts/login/", school=school)[0] != 200
    return out


def _report(
    answers: Answers, teachers: dict[int, str], locked_out: int, asked: argparse.Namespace
) -> int:
    from django.utils import timezone

    from reading.models import DayRead

    print(f"\n{len(teachers)} teachers, {asked.rate:g} writes a second, {asked.minutes:g} minutes")
    print(f"{'':20}{'number':>8}{'p50':>8}{'p95':>8}{'p99':>8}{'most':>8}  ms")
    for name, times in (("open the passage", answers.opened), ("mark the day", answers.marked)):
        cuts = statistics.quantiles(times, n=100)
        figures = (cuts[49], cuts[94], cuts[98], max(times))
        print(f"{name:20}{len(times):8}" + "".join(f"{figure:8.0f}" for figure in figures))
    visited = min(len(answers.opened), len(teachers))
    marks = DayRead.objects.filter(record__in=list(teachers), date=timezone.localdate()).count()
    print(f"errors: {answers.errors or 'none'}")
    print(f"marks kept: {marks} of {visited} teachers who came (one each was promised)")
    print(f"locked out of a sample: {locked_out}")
    p95 = statistics.quantiles(answers.marked, n=100)[94]
    print(f"p95 of a mark: {p95:.0f} ms (promised: below {LIMIT})")
    held = not answers.errors and marks == visited and not locked_out and p95 < LIMIT
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())

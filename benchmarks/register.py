"""Registration opens: everybody comes at once.

    python -m benchmarks.register                 20 rounds of 200 people for 50 seats, then 80 a
                                                  second for 30 seconds
    python -m benchmarks.register --rounds 3 --seconds 10
    DATABASE_URL=postgres://… python -m benchmarks.register --workers 2

Starts the server (granian; DEBUG off) on a free port of 127.0.0.1 and stops it in the end. In a
round all 200 send their form in the same moment, each from a connection of its own. Promised:
exactly 50 have a seat, 150 wait in the order of their numbers, no answer but the redirect; at 80 a
second p95 below a second (on PostgreSQL). The database is the demo's, in a folder of its own or at
DATABASE_URL, which must be empty or the demo's.
"""

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.load_passage import SCHOOLS, _ask, _make_teachers, _Server, _sign_in

PEOPLE, SEATS = 200, 50
RATE, CLIENTS, LIMIT = 80, 96, 1000


def main() -> int:
    """Build or open the database, serve, load, print, check; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--workers", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portal-register-") as folder:
        os.environ |= {
            "VAR_DIR": os.environ.get("VAR_DIR", folder),
            "DEBUG": "0",
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        }
        Path(os.environ["VAR_DIR"], "static").mkdir(exist_ok=True)
        sessions = _prepare(max(PEOPLE, round(RATE * asked.seconds)))
        with _Server(workers=asked.workers) as port:
            held = [_round(port, sessions[:PEOPLE], number) for number in range(asked.rounds)]
            print(f"{sum(held)} of {asked.rounds} rounds held")
            in_time = _stream(port, sessions, asked.seconds) if asked.seconds else True
        return 0 if all(held) and in_time else 1


def _prepare(amount: int) -> list[str]:
    """Return the sessions of so many teachers."""
    import django

    django.setup()
    from django.core.management import call_command

    from people.models import User

    call_command("migrate", verbosity=0)
    call_command("demo", allow_demo_accounts=True, unlisted=True)
    _make_teachers(amount)
    users = list(User.objects.filter(staff_number__regex=r"^qu\d").order_by("pk")[:amount])
    return list(_sign_in(users).values())


def _event(title: str, capacity: int) -> int:
    """Return a new public event for which people can register."""
    from people.models import User
    from tests.forums.factories import make_open

    owner = User.objects.get(staff_number="teacher1")
    return make_open(owner, title=title, capacity=capacity).pk


def _post(port: int, page_id: int, session: str, number: int) -> str:
    """Send the form; returns what was wrong with the answer, empty for nothing."""
    school = SCHOOLS[number % len(SCHOOLS)]
    try:
        address = f"/my/events/{page_id}/"
        status, target, _ = _ask(port, "POST", address, session=session, school=school)
    except OSError as error:
        return type(error).__name__
    return "" if status == 302 and target.endswith(address) else f"{status} {target}"


def _round(port: int, sessions: list[str], number: int) -> bool:
    """All of them at once; whether the promise was kept."""
    from forums.models import Registration

    page_id = _event(f"同时报名 {number}", SEATS)
    gate = threading.Barrier(len(sessions))

    def send(numbered: tuple[int, str]) -> str:
        gate.wait(60)
        return _post(port, page_id, numbered[1], numbered[0])

    with ThreadPoolExecutor(len(sessions)) as clients:
        started = time.perf_counter()
        problems = Counter(filter(None, clients.map(send, enumerate(sessions))))
        took = time.perf_counter() - started
    rows = Registration.objects.filter(page_id=page_id).order_by("number")
    states = list(rows.values_list("state", flat=True))
    numbers = list(rows.values_list("number", flat=True))
    expected = ["admitted"] * SEATS + ["waiting"] * (len(sessions) - SEATS)
    held = states == expected and numbers == list(range(1, len(sessions) + 1)) and not problems
    counts = dict(Counter(states))
    print(f"round {number + 1:2}: {counts}, {took:.2f} s, errors: {dict(problems) or 'none'}")
    return held


def _stream(port: int, sessions: list[str], seconds: float) -> bool:
    """So many a second, on time whether or not the server keeps up."""
    page_id = _event("每秒八十人", len(sessions) // 2)
    times: list[float] = []
    problems: Counter[str] = Counter()
    lock = threading.Lock()

    def send(number: int, due: float) -> None:
        problem = _post(port, page_id, sessions[number], number)
        with lock:
            times.append((time.perf_counter() - due) * 1000)
            if problem:
                problems[problem] += 1

    started = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        for number in range(round(RATE * seconds)):
            due = started + number / RATE
            time.sleep(max(0, due - time.perf_counter()))
            clients.submit(send, number, due)
    return _report(page_id, times, problems)


def _report(page_id: int, times: list[float], problems: Counter[str]) -> bool:
    from forums.models import Registration

    cuts = statistics.quantiles(times, n=100)
    states = Counter(Registration.objects.filter(page_id=page_id).values_list("state", flat=True))
    print(f"\n{len(times)} registrations at {RATE} a second: {dict(states)}")
    print(f"p50 {cuts[49]:.0f}, p95 {cuts[94]:.0f}, p99 {cuts[98]:.0f}, most {max(times):.0f} ms")
    print(f"errors: {dict(problems) or 'none'} (promised: none, p95 below {LIMIT} ms)")
    return not problems and cuts[94] < LIMIT and sum(states.values()) == len(times)


if __name__ == "__main__":
    sys.exit(main())

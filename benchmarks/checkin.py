"""The doors open: a hall full of teachers signs in from behind one address.

    python -m benchmarks.checkin                         10 a second for 5 minutes
    python -m benchmarks.checkin --minutes 1 --rate 10
    DATABASE_URL=postgres://… python -m benchmarks.checkin

Starts the default server (granian as ``make run`` starts it, DEBUG off) on a free port of 127.0.0.1
and stops it in the end. Each teacher's phone sends one proof, on time whether or not the server
keeps up; every fifth one was kept on the phone for minutes, and every twentieth is sent twice at
once. Promised: every attendance once, the kept ones flagged, both answers to a double the same, no
error. The database is the demo's, in a folder of its own or at DATABASE_URL, which must be empty
or the demo's.
"""

import argparse
import http.client
import os
import statistics
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.load_passage import HOST, _make_teachers, _Server, _sign_in

HALL = "127.0.0.2"
DELAYED, DOUBLED = 5, 20  # every so many-th
DELAY = timedelta(minutes=4)
CLIENTS = 64


@dataclass
class Answers:
    """What came back, collected by many threads."""

    times: list[float] = field(default_factory=list)
    problems: Counter[str] = field(default_factory=Counter)
    told: dict[str, set[str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


def main() -> int:
    """Build or open the database, serve, load, print, check; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--rate", type=float, default=10, help="teachers a second")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portal-checkin-") as folder:
        os.environ |= {
            "VAR_DIR": os.environ.get("VAR_DIR", folder),
            "DEBUG": "0",
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        }
        Path(os.environ["VAR_DIR"], "static").mkdir(parents=True, exist_ok=True)
        session_id, teachers = _prepare(round(asked.rate * asked.minutes * 60))
        with _Server() as port:
            answers = _load(port, session_id, teachers, asked.rate)
        return _report(answers, session_id, len(teachers))


def _prepare(amount: int) -> tuple[int, list[str]]:
    """Return a session that has begun, and the logins of so many teachers."""
    import django

    django.setup()
    from django.core.management import call_command

    from people.models import User
    from tests.forums.attendance.factories import make_session

    call_command("migrate", verbosity=0)
    call_command("demo", allow_demo_accounts=True, unlisted=True)
    _make_teachers(amount)
    users = list(User.objects.filter(staff_number__regex=r"^qu\d").order_by("pk")[:amount])
    owner = User.objects.get(staff_number="teacher1")
    session = make_session(owner, title="众人签到", hours_from_now=-1, minutes=300)
    return session.pk, list(_sign_in(users).values())


def _load(port: int, session_id: int, teachers: list[str], rate: float) -> Answers:
    from django.utils import timezone

    from forums.attendance import tokens
    from forums.models import AttendanceSettings

    step = AttendanceSettings.load().step_seconds
    answers = Answers()
    started = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        for number, login in enumerate(teachers):
            due = started + number / rate
            time.sleep(max(0, due - time.perf_counter()))
            moment = timezone.now()
            fields = {"key": str(uuid.uuid4())}
            if number % DELAYED == 0:
                moment -= DELAY
                fields["kept_at"] = str(int(moment.timestamp() * 1000))
            fields["token"] = tokens.screen_token(session_id, tokens.step_start(moment, step))
            for _ in range(2 if number % DOUBLED == 0 else 1):
                clients.submit(_send, answers, port, login, fields, due)
    return answers


def _send(answers: Answers, port: int, login: str, fields: dict[str, str], due: float) -> None:
    """Send one proof as the phone's script does."""
    token = "a" * 32  # of cookie and form alike, as Django's check asks
    headers = {
        "Cookie": f"sessionid={login}; csrftoken={token}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
        "X-CSRFToken": token,
    }
    connection = http.client.HTTPConnection(HOST, port, timeout=60, source_address=(HALL, 0))
    try:
        connection.request("POST", "/my/checkin/proofs/", urlencode(fields), headers)
        answer = connection.getresponse()
        body, problem = answer.read().decode(), ""
        if answer.status != 200:
            problem = f"{answer.status} {body[:80]}"
    except OSError as error:
        body, problem = "", type(error).__name__
    finally:
        connection.close()
    took = (time.perf_counter() - due) * 1000
    with answers.lock:
        answers.times.append(took)
        answers.told.setdefault(fields["key"], set()).add(body)
        if problem:
            answers.problems[problem] += 1


def _report(answers: Answers, session_id: int, amount: int) -> int:
    from django.db.models import Count

    from forums.models import Attendance, AttendanceChange

    marks = Attendance.objects.filter(session=session_id)
    late = marks.filter(is_late=True).count()
    twice = marks.values("user").annotate(count=Count("pk")).filter(count__gt=1).count()
    logged = AttendanceChange.objects.filter(attendance__session=session_id).count()
    differing = sum(1 for bodies in answers.told.values() if len(bodies) > 1)
    cuts = statistics.quantiles(answers.times, n=100)
    expected_late = len(range(0, amount, DELAYED))
    print(f"\n{amount} teachers, {len(answers.times)} proofs from one address")
    print(
        f"p50 {cuts[49]:.0f}, p95 {cuts[94]:.0f}, p99 {cuts[98]:.0f}, "
        f"most {max(answers.times):.0f} ms"
    )
    print(f"attendances: {marks.count()} of {amount}, twice: {twice}, logged: {logged}")
    print(f"flagged as late: {late} of {expected_late}")
    print(f"doubles with different answers: {differing}")
    print(f"errors: {dict(answers.problems) or 'none'}")
    held = (
        marks.count() == logged == amount
        and late == expected_late
        and not (twice or differing or answers.problems)
    )
    print("every attendance once: " + ("yes" if held else "NO"))
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())

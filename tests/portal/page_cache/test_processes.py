"""Processes of one machine, and another machine: what one changes, the others show."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from wagtail.models import Site

from portal.models import SiteIdentity

PATIENCE = 60  # seconds until a test gives up; nothing here takes so long
ADDRESS = "/workshops/"


class Child:
    """A process that serves pages."""

    def __init__(self, machine: Path) -> None:
        machine.mkdir(exist_ok=True)
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-W", "ignore", str(Path(__file__).with_name("child.py")), machine],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ
            | {
                "DATABASE_URL": _database_url(),
                "DJANGO_SETTINGS_MODULE": "portal.settings.test",
                "PYTHONPATH": str(settings.BASE_DIR),
            },
        )

    def answer(self) -> Any:
        assert self.process.stdout
        line = self.process.stdout.readline()
        return json.loads(line) if line else None

    def ask(self, command: str) -> Any:
        assert self.process.stdin
        self.process.stdin.write(f"{command}\n")
        self.process.stdin.flush()
        return self.answer()

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


def _database_url() -> str:
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    secret = f"{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT'] or 5432}"
    return f"postgres://{secret}/{values['NAME']}"


def eventually(ask: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while not (found := ask()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


@pytest.fixture
def children(transactional_db, site_home, tmp_path) -> Iterator[list[Child]]:
    SiteIdentity.for_site(Site.objects.get())
    connection.close()
    with ExitStack() as stack:
        found = [Child(tmp_path / machine) for machine in ("here", "here", "there")]
        for child in found:
            stack.callback(child.close)
        for child in found:
            assert child.answer() == "ready"
        yield found


def test_a_change_is_shown_by_every_process_and_machine(children):
    one, two, there = children
    for child in (one, there):
        assert eventually(lambda child=child: child.ask(f"get {ADDRESS}")[1] == "portal; hit")

    assert two.ask("change 第二个名字") == "changed"
    # Here at once, on the other machine when it next asks the database.
    assert "第二个名字" in one.ask(f"get {ADDRESS}")[0]
    assert eventually(lambda: "第二个名字" in there.ask(f"get {ADDRESS}")[0])
    assert eventually(lambda: one.ask(f"get {ADDRESS}")[1] == "portal; hit")

    assert two.ask("die 第三个名字") is None
    assert two.process.wait(PATIENCE) == -9
    assert eventually(lambda: "第三个名字" in one.ask(f"get {ADDRESS}")[0])
    assert eventually(lambda: "第三个名字" in there.ask(f"get {ADDRESS}")[0])

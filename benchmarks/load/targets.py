"""What is loaded: the small server as ``make run`` starts it, or the full stack."""

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from tests.deploy.machines import BIN, HOST, Portal
from tests.deploy.stack import Stack

# A few accounts do what thousands would.
UNLIMITED = {"RATE_LIMITS": "0"}


class _Single(Portal):
    """One process that serves everything."""

    def command(self) -> list[str]:
        return [
            str(BIN / "granian"),
            *("--interface", "wsgi", "--host", HOST, "--port", str(self.port)),
            *("--workers", "1", "--blocking-threads", "4", "--no-ws"),
            *("--log-level", "warning", "portal.wsgi:application"),
        ]


class SmallServer:
    """The server of ``make run``: SQLite, Whoosh, memory of the process, files by WhiteNoise."""

    def __init__(self) -> None:
        kept = os.environ.get("LOAD_VAR_DIR")
        self.folder = Path(kept or tempfile.mkdtemp(prefix="portal-load-"))
        self.is_kept = bool(kept)
        (self.folder / "static").mkdir(exist_ok=True)
        variables = {
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "DEBUG": "0",
            "PAGE_CACHE": "1",
            "VAR_DIR": str(self.folder),
        }
        self.office = _Single(self.folder, "server", variables | UNLIMITED)
        self.url = f"http://{HOST}:{self.office.port}"
        self.office.variables["BASE_URL"] = self.url

    def __enter__(self) -> "SmallServer":
        self.office.manage("migrate", "--verbosity", "0")
        self.office.manage("demo", "--allow-demo-accounts", "--unlisted")
        self.office.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.office.stop()
        self.office.kill()
        if not self.is_kept:
            shutil.rmtree(self.folder, ignore_errors=True)


class FullStack(Stack):
    """The stack of the tests, without limits on what one person may do."""

    def __init__(self) -> None:
        super().__init__()
        self.variables |= UNLIMITED  # the dictionary that all its processes share


TARGETS = {"alone": SmallServer, "stack": FullStack}


def seconds_used(target: SmallServer | FullStack) -> dict[str, float]:
    """Return the CPU seconds that each of a target's processes took so far, with its children's."""
    machines = target.machines if isinstance(target, FullStack) else [target.office]
    return {machine.name: _seconds_of(machine.process.pid) for machine in machines}


def _seconds_of(pid: int) -> float:
    # After the name in brackets; 14 to 17 of proc(5) are the ticks as user and in the kernel, its
    # own and those of children that ended.
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    used = sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
    return used + sum(_seconds_of(int(child)) for child in children)


def prepare(target: SmallServer | FullStack, needs: list[str]) -> dict[str, Any]:
    """Fill the target's database with what scenarios need."""
    printed = target.office.run("-m", "benchmarks.load.filling", *needs)
    return json.loads(printed.splitlines()[-1])

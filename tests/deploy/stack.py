"""The whole portal: PostgreSQL, Redis, two web processes, a worker, nginx.

Building its database takes most of the time. ``STACK_DIR`` names a folder that keeps it for the
next run.
"""

import os
import shutil
import tempfile
from pathlib import Path

import requests

from tests.deploy.browser import Browser
from tests.deploy.machines import HOST, Machine, Nginx, Portal, Postgres, Redis, Web, Worker

PASSWORD = "demo-portal-2026"
NEEDED = ("nginx", "redis-server", "faketime")


def missing() -> list[str]:
    """Return the programs that are not installed."""
    lacking = [name for name in NEEDED if not (shutil.which(name) or _in_sbin(name))]
    return lacking if shutil.which(Postgres.program("initdb")) else [*lacking, "postgresql"]


def _in_sbin(name: str) -> bool:
    return Path("/usr/sbin", name).exists()


class Stack:
    """All machines; a context manager that leaves nothing behind."""

    def __init__(self) -> None:
        kept = os.environ.get("STACK_DIR")
        self.folder = Path(kept or tempfile.mkdtemp(prefix="portal-stack-"))
        self.is_kept = bool(kept)
        self.var = self.folder / "var"
        self.var.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)  # PostgreSQL runs as somebody else
        self.postgres = Postgres(self.folder, "postgres.server")
        self.redis = Redis(self.folder, "redis")
        self.variables = {
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "SECRET_KEY": "only-for-the-tests-of-the-stack-" + "x" * 40,
            "ALLOWED_HOSTS": HOST,
            "VAR_DIR": str(self.var),
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.redis.url,
            "SEARCH_URL": "postgres",
            "MEDIA_ACCEL_PREFIX": "/internal-media/",
            "REQUIRE_SECOND_FACTOR": "0",
        }
        self.webs = [Web(self.folder, f"web{n}", self.variables) for n in (1, 2)]
        self.worker = Worker(self.folder, "worker1", self.variables)
        self.office = Portal(self.folder, "office", self.variables)
        self.nginx = Nginx(self.folder, self.webs, self.var)
        self.url = f"http://{HOST}:{self.nginx.port}"
        self.variables["BASE_URL"] = self.url

    @property
    def machines(self) -> list[Machine]:
        """All of them, in the order in which they start."""
        return [self.postgres, self.redis, *self.webs, self.worker, self.nginx]

    def __enter__(self) -> "Stack":
        try:
            if not self.postgres.data.exists():
                self.postgres.create()
            self.postgres.start()
            self.redis.start()
            self.office.manage("migrate", "--verbosity", "0")
            self.office.manage("demo", "--allow-demo-accounts", "--unlisted")
            self.office.manage("collectstatic", "--no-input", "--verbosity", "0")
            for machine in self.machines[2:]:
                machine.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        for machine in reversed(self.machines):
            machine.stop()
            machine.kill()
        if not self.is_kept:
            shutil.rmtree(self.folder, ignore_errors=True)

    def browser(self, number: str = "") -> Browser:
        """Open a window, signed in where a demo account is named."""
        browser = Browser(self.url)
        return browser.sign_in(number, PASSWORD) if number else browser

    def readyz(self) -> tuple[int, dict[str, dict[str, object]]]:
        """Return status and parts as the portal names them."""
        answer = requests.get(f"{self.url}/readyz", timeout=60)
        return answer.status_code, answer.json()["parts"]

    def shell(self, code: str) -> str:
        """Run Python with the portal set up; returns what it printed."""
        return self.office.manage("shell", "--no-imports", "-c", code).strip()

"""The parts of a running portal as processes of their own, each in a folder and on a free port."""

import contextlib
import glob
import os
import shutil
import signal
import socket
import string
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
BIN = Path(sys.executable).parent
START_SECONDS = 60


def free_port() -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        return free.getsockname()[1]


def wait_for(is_so: Callable[[], object], what: str, seconds: float = START_SECONDS) -> None:
    """Ask again and again until something is so."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come about within {seconds:.0f} s")


def listens(port: int) -> bool:
    """Whether somebody listens at a port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, port)) == 0


class Machine:
    """One process with its children, and its log."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self.port = free_port()
        self.log = folder / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        """Return what is executed."""
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        """Return the environment of the process."""
        return dict(os.environ)

    @property
    def user(self) -> str | None:
        """Whose process it is, where that is not whoever runs the tests."""
        return None

    def is_ready(self) -> bool:
        """Whether it can be used."""
        return listens(self.port)

    def start(self, *, wait: bool = True) -> None:
        """Start it, and wait until it can be used."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                self.command(),
                cwd=ROOT,
                env=self.environment(),
                stdout=log,
                stderr=log,
                user=self.user,
                start_new_session=True,  # so that it can be killed with its children
            )
        if wait:
            wait_for(lambda: self.is_ready() or self.is_dead, f"{self.name} to start")
            assert not self.is_dead, self.log.read_text()[-2000:]

    @property
    def is_dead(self) -> bool:
        """Whether the process has ended."""
        return self.process is None or self.process.poll() is not None

    def kill(self) -> None:
        """End it at once with all its children, as a power cut would."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Ask it to end, and wait until it has."""
        if self.process is not None and not self.is_dead:
            self.process.send_signal(how)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def restart(self) -> None:
        """As an administrator does it."""
        self.stop()
        self.start()


class Postgres(Machine):
    """A PostgreSQL of the tests' own."""

    @property
    def user(self) -> str | None:
        return "postgres" if os.getuid() == 0 else None

    @staticmethod
    def program(name: str) -> str:
        """Return the path of one of its programs; Debian keeps the server's out of the way."""
        found = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"))
        return found[-1] if found else shutil.which(name) or name

    @property
    def data(self) -> Path:
        return self.folder / "postgres"

    @property
    def url(self) -> str:
        return f"postgres://postgres@{HOST}:{self.port}/postgres"

    def create(self) -> None:
        """Make an empty cluster."""
        self.data.mkdir()
        if self.user:
            shutil.chown(self.data, self.user)
        command = [self.program("initdb"), "-D", str(self.data), "-U", "postgres", "-A", "trust"]
        subprocess.run(  # noqa: S603
            [*command, "-E", "UTF8", "--locale=C.UTF-8"],
            check=True,
            capture_output=True,
            user=self.user,
            cwd="/",
        )

    def command(self) -> list[str]:
        return [
            self.program("postgres"),
            *("-D", str(self.data), "-p", str(self.port), "-h", HOST, "-k", str(self.data)),
        ]

    def is_ready(self) -> bool:
        ask = [self.program("pg_isready"), "-q", "-h", HOST, "-p", str(self.port)]
        return subprocess.run(ask, check=False).returncode == 0  # noqa: S603

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        # SIGINT is its fast shutdown; SIGTERM would wait until everybody has left.
        super().stop(how)


class Redis(Machine):
    """A Redis that keeps nothing on disk."""

    @property
    def url(self) -> str:
        return f"redis://{HOST}:{self.port}/0"

    def command(self) -> list[str]:
        return [
            shutil.which("redis-server") or "redis-server",
            *("--port", str(self.port), "--bind", HOST, "--save", "", "--dir", str(self.folder)),
        ]


class Portal(Machine):
    """Something that runs the portal's code with the settings of production."""

    def __init__(self, folder: Path, name: str, variables: dict[str, str]) -> None:
        super().__init__(folder, name)
        self.variables = variables

    def environment(self) -> dict[str, str]:
        return os.environ | self.variables

    def manage(self, *arguments: str) -> str:
        """Run a command to its end; returns what it printed."""
        return self.run("manage.py", *arguments)

    def run(self, *arguments: str) -> str:
        """Run Python with the portal's environment; returns what it printed."""
        done = subprocess.run(  # noqa: S603
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


class Web(Portal):
    """A web process as ``deploy/systemd/portal-web@.service`` starts it."""

    def command(self) -> list[str]:
        return [
            str(BIN / "granian"),
            *("--interface", "wsgi", "--host", HOST, "--port", str(self.port)),
            *("--workers", "1", "--blocking-threads", "2", "--backpressure", "64", "--no-ws"),
            *("--log-level", "warning", "--respawn-failed-workers", "portal.wsgi:application"),
        ]


class Worker(Portal):
    """A background worker."""

    def command(self) -> list[str]:
        return [
            *(sys.executable, "manage.py", "db_worker", "--worker-id", self.name),
            *("--interval", "0.2", "--no-startup-delay", "--no-reload"),
        ]

    def is_ready(self) -> bool:
        return "Starting worker" in self.log.read_text()

    def start(self, *, wait: bool = True) -> None:
        """Start as the unit does: what it had in hand when it died waits again."""
        self.manage("revive_tasks", "--worker", self.name)
        super().start(wait=wait)


class Nginx(Machine):
    """nginx with the configuration of ``deploy/nginx``."""

    def __init__(self, folder: Path, webs: list[Web], var: Path) -> None:
        super().__init__(folder, "nginx")
        self.webs, self.var = webs, var

    def command(self) -> list[str]:
        template = (ROOT / "deploy/nginx/portal.conf.template").read_text()
        values = {
            "PORTAL_WEB_1": f"{HOST}:{self.webs[0].port}",
            "PORTAL_WEB_2": f"{HOST}:{self.webs[1].port}",
            "PORTAL_LISTEN": f"{HOST}:{self.port}",
            "PORTAL_SERVER_NAME": HOST,
            "PORTAL_STATIC": str(self.var / "static"),
            "PORTAL_MEDIA": str(self.var / "media"),
            "PORTAL_NGINX": str(ROOT / "deploy/nginx"),
        }
        # As envsubst does it: only what is listed, never nginx's own variables.
        server = string.Template(template).safe_substitute(values)
        (self.folder / "portal.conf").write_text(server)
        temporary = "".join(
            f"{kind}_temp_path {self.folder}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        main = self.folder / "nginx.conf"
        # The master keeps the user of the tests, who may not be allowed to change it.
        user = "user root;" if os.getuid() == 0 else ""
        main.write_text(
            f"{user} daemon off; worker_processes 1; pid {self.folder}/nginx.pid;"
            f"error_log {self.log} warn; events {{ worker_connections 512; }}"
            f"http {{ include /etc/nginx/mime.types; access_log off; {temporary}"
            f"include {self.folder}/portal.conf; }}"
        )
        return [
            shutil.which("nginx") or "/usr/sbin/nginx",
            *("-c", str(main), "-p", str(self.folder), "-e", str(self.log)),
        ]

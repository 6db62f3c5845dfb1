"""Starts one server with one process and one thread, and stops it."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

HOST = "127.0.0.1"
BIN = Path(sys.executable).parent
START_WITHIN = 120.0  # seconds
COMMANDS = {
    "granian": [
        *("granian", "--interface", "wsgi", "--host", HOST, "--port", "{port}", "--workers", "1"),
        *("--blocking-threads", "1", "--no-ws", "--log-level", "warning", "{application}"),
    ],
    "gunicorn": ["gunicorn", "--bind", f"{HOST}:{{port}}", "--workers", "1", "{application}"],
    "uvicorn": [
        *("uvicorn", "--interface", "wsgi", "--host", HOST, "--port", "{port}", "--no-access-log"),
        *("--log-level", "warning", "{application}"),
    ],
}
NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error;
events {{ worker_connections 256; }}
http {{
  access_log off;
  server {{ listen {host}:{port}; root {folder}/www; }}
}}
"""


def demo_site(describe: str) -> list[str]:
    """Build the demo in ``VAR_DIR`` where it is missing; return the lines that a script says of it.

    Args:
        describe: Python for ``manage.py shell``; it prints.
    """
    Path(os.environ["VAR_DIR"], "static").mkdir(parents=True, exist_ok=True)
    manage = [sys.executable, "-W", "ignore", "manage.py"]
    # Our own interpreter, without a shell.
    subprocess.run([*manage, "migrate", "--verbosity", "0"], check=True)  # noqa: S603
    subprocess.run([*manage, "demo", "--allow-demo-accounts", "--unlisted"], check=True)  # noqa: S603
    said = subprocess.run(  # noqa: S603
        [*manage, "shell", "--no-imports", "-c", describe],
        check=True,
        capture_output=True,
        text=True,
    )
    return said.stdout.splitlines()


@dataclass
class Running:
    """A server that answers.

    Attributes:
        started_in: seconds from the command to the first answer.
    """

    port: int
    process: subprocess.Popen
    started_in: float

    def resident_mb(self) -> float:
        """Memory of the largest of its processes."""
        return self.memory()["Rss"]

    def memory(self) -> dict[str, float]:
        """Return the figures of ``smaps_rollup`` of the largest of its processes, in MB.

        ``Rss`` is resident, ``Pss`` its share of it, ``Private`` what no other process has.
        """
        found = [self.process.pid, *_children(self.process.pid)]
        return max((_memory(pid) for pid in found), key=lambda figures: figures["Rss"])


def is_there(server: str) -> bool:
    """Say whether a server is installed."""
    return bool(shutil.which("nginx") if server == "nginx" else (BIN / server).exists())


@contextmanager
def serving(server: str, application: str, path: str = "/", **env: str) -> Iterator[Running]:
    """Run ``application`` (``module:name``) until the end of the block."""
    port = _free_port()
    command = [each.format(port=port, application=application) for each in COMMANDS[server]]
    command[0] = str(BIN / command[0])
    env["BASE_URL"] = f"http://{HOST}:{port}"
    with _running(command, port, path, os.environ | env) as running:
        yield running


@contextmanager
def peer(checkout: Path, application: str, path: str = "/", **env: str) -> Iterator[Running]:
    """Run another project from its own folder, with granian of its own ``.venv``, until the end."""
    port = _free_port()
    command = [each.format(port=port, application=application) for each in COMMANDS["granian"]]
    command[0] = str(checkout / ".venv" / "bin" / "granian")
    unset = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "PYTHONPATH"} - env.keys()
    environment = {key: value for key, value in os.environ.items() if key not in unset} | env
    with _running(command, port, path, environment, checkout) as running:
        yield running


@contextmanager
def static(body: bytes) -> Iterator[Running]:
    """Let nginx serve a file."""
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="portal-nginx-") as folder:
        (Path(folder) / "www").mkdir(mode=0o755)
        os.chmod(folder, 0o755)  # noqa: S103 - its workers are somebody else
        (Path(folder) / "www" / "index.html").write_bytes(body)
        configuration = Path(folder) / "nginx.conf"
        configuration.write_text(NGINX.format(folder=folder, host=HOST, port=port))
        with _running(["nginx", "-c", str(configuration)], port, "/", dict(os.environ)) as running:
            yield running


@contextmanager
def _running(
    command: list[str], port: int, path: str, env: dict[str, str], folder: Path | None = None
) -> Iterator[Running]:
    begun = time.monotonic()
    process = subprocess.Popen(command, env=env, cwd=folder)  # noqa: S603 - ours, without a shell
    try:
        while not _answers(port, path):
            if process.poll() is not None or time.monotonic() - begun > START_WITHIN:
                raise RuntimeError(f"{command[0]} did not start")
            time.sleep(0.02)
        yield Running(port, process, time.monotonic() - begun)
    finally:
        process.terminate()
        process.wait(20)


def _answers(port: int, path: str) -> bool:
    try:
        with urlopen(Request(f"http://{HOST}:{port}{path}"), timeout=60) as answer:
            return answer.status == 200
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        return int(free.getsockname()[1])


def _children(pid: int) -> list[int]:
    names = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(name) for name in names]


def _memory(pid: int) -> dict[str, float]:
    kilobytes = {"Private": 0.0}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, value = line.split(":")
        kilobytes[name] = float(value.split()[0])
        if name.startswith("Private_"):
            kilobytes["Private"] += kilobytes[name]
    return {name: value * 1024 / 1e6 for name, value in kilobytes.items()}
